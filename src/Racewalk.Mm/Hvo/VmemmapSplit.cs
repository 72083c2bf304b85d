using Racewalk.Mm.Hvo.Arm64;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hvo;

/// <summary>W1: splits the block that maps the memmap into PTEs (vmemmap_pmd_entry, vmemmap_split_pmd, v6.12 mm/hugetlb_vmemmap.c).</summary>
/// <param name="vmemmap">The memmap.</param>
/// <param name="options">Whether the flush is left to the caller.</param>
/// <param name="update">How a live entry is changed; null for in place. With a strategy only one CPU may split at a time (hstate's resize_lock): it takes its lock itself.</param>
public sealed class VmemmapSplit(Vmemmap vmemmap, HvoOptions options, VmemmapUpdate? update = null)
{
    private readonly List<EntryUpdate>? _entries = update?.NewBatch();

    /// <summary>Shown as 1: the block was split here.</summary>
    public const string Split = "split-pmd";

    /// <summary>Shown as 1: somebody else had split it meanwhile, and the table is freed.</summary>
    public const string WasSplit = "was-split";

    /// <summary>vmemmap_pmd_entry.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="table">The frame of an empty table.</param>
    /// <param name="page">A vmemmap page that the block maps.</param>
    public void PmdEntry(Cpu cpu, ulong table, int page = 0)
    {
        Word pmd = Look(cpu, page);
        if (PageTableEntry.IsTable(pmd))
        {
            return;
        }

        SplitPmd(cpu, table, pmd, page);
    }

    /// <summary>vmemmap_pmd_entry of each block that maps a part of a folio's struct pages, with tables that are allocated (hugetlb_vmemmap_split_folio).</summary>
    /// <returns>Whether there were tables; what was split stays so.</returns>
    public bool TrySplitFolio(Cpu cpu, HugetlbFolio folio)
    {
        for (int page = folio.FirstPage; page < folio.FirstPage + folio.Pages; page += vmemmap.PtrsPerPte - (page % vmemmap.PtrsPerPte))
        {
            Word pmd = Look(cpu, page);
            if (PageTableEntry.IsTable(pmd))
            {
                continue;
            }

            if (!vmemmap.Pages.TryAllocTable(cpu, out ulong table))
            {
                return false;
            }

            SplitPmd(cpu, table, pmd, page);
        }

        return true;
    }

    private Word Look(Cpu cpu, int page)
    {
        cpu.Step(HvoSteps.LookAtPmd);
        cpu.SpinLock(vmemmap.PageTableLock);
        Word pmd = cpu.ReadOnce(vmemmap.PmdOffset(page));
        cpu.SpinUnlock(vmemmap.PageTableLock);
        return pmd;
    }

    // vmemmap_split_pmd.
    private void SplitPmd(Cpu cpu, ulong table, Word pmd, int page)
    {
        cpu.Step(HvoSteps.FillTable);
        for (int i = 0; i < vmemmap.PtrsPerPte; i++)
        {
            cpu.WriteOnce(PhysicalMemory.FrameAddress(table) + ((ulong)i * 8), pmd + ((ulong)i << PageTableEntry.PfnShift));
        }

        if (_entries is not null)
        {
            int first = page - (page % vmemmap.PtrsPerPte);
            cpu.SmpWmb();
            _entries.Add(new EntryUpdate(vmemmap.PmdOffset(page), PageTableEntry.TableAt(table) | vmemmap.Pte.TableFlags, first, vmemmap.PtrsPerPte));
            update!.Split(cpu, _entries);
            _entries.Clear();
            return;
        }

        cpu.SpinLock(vmemmap.PageTableLock);
        SplitLocked(cpu, table, page);
        cpu.SpinUnlock(vmemmap.PageTableLock);
    }

    private void SplitLocked(Cpu cpu, ulong table, int page)
    {
        if (cpu.Step(HvoSteps.RecheckPmd) && PageTableEntry.IsTable(cpu.ReadOnce(vmemmap.PmdOffset(page))))
        {
            // pte_free_kernel: nobody has seen it.
            cpu.Observe(WasSplit, 1);
            cpu.Free(PhysicalMemory.FrameAddress(table), vmemmap.PtrsPerPte);
            return;
        }

        if (cpu.Step(HvoSteps.SplitWmb))
        {
            cpu.SmpWmb();
        }

        cpu.Step(HvoSteps.PopulatePmd);
        cpu.Observe(Split, 1);
        vmemmap.SetPte(cpu, vmemmap.PmdOffset(page), PageTableEntry.TableAt(table) | vmemmap.Pte.TableFlags);
        if (!options.IsBatch && cpu.Step(HvoSteps.SplitFlush))
        {
            cpu.FlushTlbKernelRange(vmemmap.Space, page - (page % vmemmap.PtrsPerPte), vmemmap.PtrsPerPte);
        }
    }
}
