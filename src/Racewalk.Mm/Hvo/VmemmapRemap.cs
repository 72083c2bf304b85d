using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hvo;

/// <summary>W6 and R3: changes the entries of live vmemmap pages in place (vmemmap_remap_pte, vmemmap_restore_pte, v6.12 mm/hugetlb_vmemmap.c). No break, no flush in between.</summary>
/// <param name="vmemmap">The memmap.</param>
/// <param name="options">The kernel.</param>
public sealed class VmemmapRemap(Vmemmap vmemmap, HvoOptions options)
{
    /// <summary>vmemmap_remap_pte of all vmemmap pages of a folio.</summary>
    public void RemapFree(Cpu cpu, HugetlbFolio folio)
    {
        if (cpu.Step(HvoSteps.RemapWmb))
        {
            cpu.SmpWmb();
        }

        cpu.Step(HvoSteps.RemapHead);
        vmemmap.SetPte(cpu, vmemmap.PteOffset(cpu, folio.FirstPage), vmemmap.Pte.Kernel(folio.NewHead));
        for (int i = 1; i < folio.Pages; i++)
        {
            RemapTail(cpu, folio, i);
        }
    }

    /// <summary>vmemmap_remap_pte of one vmemmap page of tails.</summary>
    public void RemapTail(Cpu cpu, HugetlbFolio folio, int index) => RemapTail(cpu, folio, index, folio.TailFrame(options));

    /// <summary>vmemmap_remap_pte of one vmemmap page of tails, to a frame that was read.</summary>
    public void RemapTail(Cpu cpu, HugetlbFolio folio, int index, Word frame)
    {
        cpu.Step(HvoSteps.RemapTail);
        vmemmap.SetPte(cpu, vmemmap.PteOffset(cpu, folio.FirstPage + index), vmemmap.Pte.KernelReadOnly(0) | (frame << PageTableEntry.PfnShift));
    }

    /// <summary>vmemmap_restore_pte of all vmemmap pages of a folio but the head's.</summary>
    public void RemapAlloc(Cpu cpu, HugetlbFolio folio)
    {
        for (int i = 1; i < folio.Pages; i++)
        {
            ulong frame = folio.NewTails[i - 1];
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
            vmemmap.SetPte(cpu, vmemmap.PteOffset(cpu, folio.FirstPage + i), vmemmap.Pte.Kernel(frame));
        }
    }

    // reset_struct_pages copies struct pages from further back, which are true tails; here there is one such slot, and what it holds is known.
    private void Reset(Cpu cpu, HugetlbFolio folio, ulong frame)
    {
        ulong start = PhysicalMemory.FrameAddress(frame);
        foreach (int word in vmemmap.Words)
        {
            if ((ulong)word < StructPage.Size)
            {
                cpu.WriteOnce(start + (ulong)word, StructPage.IsCompoundHeadWord(word) ? folio.CompoundInfo(vmemmap, options.Era) : 0UL);
            }
        }
    }
}
