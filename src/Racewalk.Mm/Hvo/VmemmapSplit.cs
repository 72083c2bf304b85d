using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hvo;

/// <summary>W1: splits the block that maps the memmap into PTEs (vmemmap_pmd_entry, vmemmap_split_pmd, v6.12 mm/hugetlb_vmemmap.c).</summary>
/// <param name="vmemmap">The memmap.</param>
/// <param name="options">Whether the flush is left to the caller.</param>
public sealed class VmemmapSplit(Vmemmap vmemmap, HvoOptions options)
{
    /// <summary>Shown as 1: the block was split here.</summary>
    public const string Split = "split-pmd";

    /// <summary>Shown as 1: somebody else had split it meanwhile, and the table is freed.</summary>
    public const string WasSplit = "was-split";

    /// <summary>vmemmap_pmd_entry.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="table">The frame of an empty table.</param>
    public void PmdEntry(Cpu cpu, ulong table)
    {
        cpu.Step(HvoSteps.LookAtPmd);
        cpu.SpinLock(vmemmap.PageTableLock);
        Word pmd = cpu.ReadOnce(vmemmap.Pmd);
        cpu.SpinUnlock(vmemmap.PageTableLock);
        if (PageTableEntry.IsTable(pmd))
        {
            return;
        }

        cpu.Step(HvoSteps.FillTable);
        for (int i = 0; i < vmemmap.Space.Pages; i++)
        {
            cpu.WriteOnce(PhysicalMemory.FrameAddress(table) + ((ulong)i * 8), pmd + ((ulong)i << PageTableEntry.PfnShift));
        }

        cpu.SpinLock(vmemmap.PageTableLock);
        SplitLocked(cpu, table);
        cpu.SpinUnlock(vmemmap.PageTableLock);
    }

    private void SplitLocked(Cpu cpu, ulong table)
    {
        if (cpu.Step(HvoSteps.RecheckPmd) && PageTableEntry.IsTable(cpu.ReadOnce(vmemmap.Pmd)))
        {
            // pte_free_kernel: nobody has seen it.
            cpu.Observe(WasSplit, 1);
            cpu.Free(PhysicalMemory.FrameAddress(table), vmemmap.Space.Pages);
            return;
        }

        if (cpu.Step(HvoSteps.SplitWmb))
        {
            cpu.SmpWmb();
        }

        cpu.Step(HvoSteps.PopulatePmd);
        cpu.Observe(Split, 1);
        vmemmap.SetPte(cpu, vmemmap.Pmd, PageTableEntry.TableAt(table) | vmemmap.Pte.TableFlags);
        if (!options.IsBatch && cpu.Step(HvoSteps.SplitFlush))
        {
            cpu.FlushTlbKernelRange(vmemmap.Space, 0, vmemmap.Space.Pages);
        }
    }
}
