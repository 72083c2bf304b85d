using Racewalk.Mm.Hvo.Arm64;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hvo;

/// <summary>
/// W6 and R3: changes the entries of live vmemmap pages (vmemmap_remap_pte, vmemmap_restore_pte, v6.12 mm/hugetlb_vmemmap.c): in place, without a break and a flush in between, or by one
/// of the strategies for arm64, all entries of a folio at once.
/// </summary>
/// <param name="vmemmap">The memmap.</param>
/// <param name="options">The kernel.</param>
/// <param name="update">The strategy; null for in place.</param>
public sealed class VmemmapRemap(Vmemmap vmemmap, HvoOptions options, VmemmapUpdate? update = null)
{
    private readonly List<EntryUpdate>? _entries = update?.NewBatch();

    /// <summary>vmemmap_remap_pte of all vmemmap pages of a folio.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="folio">The folio.</param>
    /// <param name="head">The frame of the head's page.</param>
    /// <param name="isCopy">Whether it is a copy; otherwise the head stays where it is.</param>
    public void RemapFree(Cpu cpu, HugetlbFolio folio, Word head, bool isCopy)
    {
        if (cpu.Step(HvoSteps.RemapWmb))
        {
            cpu.SmpWmb();
        }

        if (isCopy)
        {
            cpu.Step(HvoSteps.RemapHead);
            vmemmap.Pages.Collect(cpu, vmemmap, folio, 0);
            Set(cpu, folio.FirstPage, vmemmap.Pte.Kernel(0) | (head << PageTableEntry.PfnShift));
        }

        Word tails = options.HasFakeHeads ? head : folio.SharedTail;
        for (int i = 1; i < folio.Pages; i++)
        {
            RemapTail(cpu, folio, i, tails);
        }

        Update(cpu);
    }

    /// <summary>vmemmap_remap_pte of one vmemmap page of tails, to a frame that was read.</summary>
    public void RemapTail(Cpu cpu, HugetlbFolio folio, int index, Word frame)
    {
        cpu.Step(HvoSteps.RemapTail);
        vmemmap.Pages.Collect(cpu, vmemmap, folio, index);
        Set(cpu, folio.FirstPage + index, vmemmap.Pte.KernelReadOnly(0) | (frame << PageTableEntry.PfnShift));
    }

    /// <summary>vmemmap_restore_pte of all vmemmap pages of a folio but the head's, to frames that have been allocated.</summary>
    public void RemapAlloc(Cpu cpu, HugetlbFolio folio)
    {
        for (int i = 1; i < folio.Pages; i++)
        {
            ulong frame = vmemmap.Pages.TakeTail(cpu, folio, i);
            cpu.Step(HvoSteps.CopyTail);
            vmemmap.CopyPage(cpu, folio.FirstPage + i, frame);
            if (cpu.Step(HvoSteps.ResetStructPages))
            {
                Reset(cpu, folio, frame);
            }

            if (cpu.Step(HvoSteps.RestoreWmb))
            {
                cpu.SmpWmb();
            }

            cpu.Step(HvoSteps.RestorePte);
            Set(cpu, folio.FirstPage + i, vmemmap.Pte.Kernel(frame));
        }

        Update(cpu);
    }

    // A strategy is given all entries together, and the checked build has none here: what it would note of them is known.
    private void Set(Cpu cpu, int page, Word entry)
    {
        Word ptep = vmemmap.PteOffset(cpu, page);
        if (_entries is null)
        {
            vmemmap.SetPte(cpu, ptep, entry);
        }
        else
        {
            _entries.Add(new EntryUpdate(cpu.Concretise(ptep), cpu.Concretise(entry), page, 1));
        }
    }

    private void Update(Cpu cpu)
    {
        if (_entries is { Count: > 0 })
        {
            update!.Update(cpu, _entries);
            _entries.Clear();
        }
    }

    // reset_struct_pages copies struct pages from further back, which are true tails; what those hold is known.
    private void Reset(Cpu cpu, HugetlbFolio folio, ulong frame)
    {
        ulong start = PhysicalMemory.FrameAddress(frame);
        for (int i = 0; i < vmemmap.Words.Count && vmemmap.Words[i] < vmemmap.HeadStructPages * (int)StructPage.Size; i++)
        {
            int word = vmemmap.Words[i];
            cpu.WriteOnce(start + (ulong)word, StructPage.IsCompoundHeadWord(word) ? folio.CompoundInfo(vmemmap, options.Era) : 0UL);
        }
    }
}
