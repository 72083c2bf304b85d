using Racewalk.Mm.Kvm;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Collapse;

/// <summary>
/// Replaces one page of a PTE table by a larger folio's, as the collapse to folios smaller than a PMD does (proposed for mm/khugepaged.c in 2026): the whole PMD entry is cleared, but
/// the notifiers are told of the part alone, and the same table comes back. One page stands for the part.
/// </summary>
/// <param name="mm">The address space.</param>
/// <param name="flush">K1 and K2.</param>
/// <param name="notifier">The notifier of a secondary MMU.</param>
public sealed class CollapsePart(MmStruct mm, PmdpCollapseFlush flush, KvmMmuNotifier notifier)
{
    /// <summary>Replaces the page of one PTE.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="pmdIndex">The PMD entry.</param>
    /// <param name="pteIndex">The PTE.</param>
    /// <param name="newPfn">The frame of the new folio.</param>
    public void Collapse(Cpu cpu, int pmdIndex, int pteIndex, ulong newPfn)
    {
        int gfn = (pmdIndex * mm.Geometry.PtrsPerPte) + pteIndex;
        bool notifies = cpu.Step(CollapseSteps.Notify);
        if (notifies)
        {
            notifier.InvalidateRangeStart(cpu, gfn, gfn + 1);
        }

        Word pmdp = mm.PmdOffset(pmdIndex);
        Word pmd = flush.Flush(cpu, pmdIndex);
        if (notifies)
        {
            notifier.InvalidateRangeEnd(cpu);
        }

        if (cpu.Step(CollapseSteps.TableSyncIpi))
        {
            MmuGather.TlbRemoveTableSyncOne(cpu);
        }

        cpu.Step(CollapseSteps.CheckRefcount);
        Word ptep = mm.PteOffset(pmd, pteIndex);
        Word folio = mm.PageOf(cpu.ReadOnce(ptep));
        if (cpu.Has(CollapseSteps.CheckRefcount) && cpu.AtomicRead(StructPage.Refcount(folio)) != cpu.AtomicRead(StructPage.Mapcount(folio)))
        {
            cpu.Step(CollapseSteps.RepopulatePmd);
            cpu.Observe(Khugepaged.GaveUp, 1);
            cpu.WriteOnce(pmdp, pmd);
            return;
        }

        cpu.Step(CollapseSteps.Copy);
        cpu.WriteOnce(PhysicalMemory.FrameAddress(newPfn), cpu.ReadOnce(mm.FrameOf(folio)));
        cpu.Step(CollapseSteps.ClearPtes);
        cpu.WriteOnce(ptep, 0);
        cpu.AtomicDec(StructPage.Mapcount(folio));
        PageReference.FolioPutRefs(cpu, mm, folio, 1);
        if (cpu.Step(CollapseSteps.UptodateWmb))
        {
            cpu.SmpWmb();
        }

        cpu.Step(CollapseSteps.PopulatePmd);
        cpu.WriteOnce(pmdp, pmd);
        cpu.Step(CollapseSteps.SetPtes);
        cpu.Observe(Khugepaged.Collapsed, 1);
        cpu.WriteOnce(ptep, mm.Leaf(newPfn, write: true));
    }
}
