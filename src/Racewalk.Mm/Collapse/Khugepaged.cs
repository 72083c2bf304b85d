using Racewalk.Mm.Kvm;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Collapse;

/// <summary>
/// Replaces the small pages under one PMD entry by a huge page (collapse_huge_page, v6.12 mm/khugepaged.c), as far as walkers without a lock
/// can notice. The mmap lock, the anon_vma lock and the page-table locks are left out: whoever would wait for them is not there.
/// </summary>
/// <param name="mm">The address space.</param>
/// <param name="flush">K1 and K2.</param>
/// <param name="notifier">The notifier of a secondary MMU; null if there is none.</param>
public sealed class Khugepaged(MmStruct mm, PmdpCollapseFlush flush, KvmMmuNotifier? notifier = null)
{
    /// <summary>Observed: 1 if the collapse succeeded.</summary>
    public const string Collapsed = "collapsed";

    /// <summary>Observed: 1 if the collapse gave up because a page has a reference too many.</summary>
    public const string GaveUp = "collapse-gave-up";

    private readonly PgtableDeposit _deposit = new(mm);

    /// <summary>collapse_huge_page.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="pmdIndex">The PMD entry.</param>
    /// <param name="hugePfn">The first frame of the huge page, allocated and not yet mapped.</param>
    /// <returns>Whether it succeeded.</returns>
    public bool CollapseHugePage(Cpu cpu, int pmdIndex, ulong hugePfn)
    {
        Word pmdp = mm.PmdOffset(pmdIndex);
        bool notifies = notifier is not null && cpu.Step(CollapseSteps.Notify);
        if (notifies)
        {
            int start = pmdIndex * mm.Geometry.PtrsPerPte;
            notifier!.InvalidateRangeStart(cpu, start, start + mm.Geometry.PtrsPerPte);
        }

        Word pmd = flush.Flush(cpu, pmdIndex);
        if (notifies)
        {
            notifier!.InvalidateRangeEnd(cpu);
        }

        if (cpu.Step(CollapseSteps.TableSyncIpi))
        {
            MmuGather.TlbRemoveTableSyncOne(cpu);
        }

        if (!Isolate(cpu, pmd))
        {
            cpu.Step(CollapseSteps.RepopulatePmd);
            cpu.Observe(GaveUp, 1);
            cpu.WriteOnce(pmdp, pmd);
            return false;
        }

        Copy(cpu, pmd, hugePfn);
        CopySucceeded(cpu, pmd);
        if (cpu.Step(CollapseSteps.UptodateWmb))
        {
            cpu.SmpWmb();
        }

        cpu.Step(CollapseSteps.DepositTable);
        _deposit.Deposit(cpu, pmd);
        cpu.Step(CollapseSteps.SetHugePmd);
        cpu.Observe(Collapsed, 1);
        cpu.WriteOnce(pmdp, mm.Leaf(hugePfn, write: true));
        return true;
    }

    /// <summary>__collapse_huge_page_isolate: K4.</summary>
    private bool Isolate(Cpu cpu, Word pmd)
    {
        for (int i = 0; i < mm.Geometry.PtrsPerPte; i++)
        {
            cpu.Step(CollapseSteps.CheckRefcount);
            Word folio = mm.PageOf(cpu.ReadOnce(mm.PteOffset(pmd, i)));
            if (cpu.Has(CollapseSteps.CheckRefcount) && !CollapsePages.IsRefcountSuitable(cpu, folio))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>__collapse_huge_page_copy: K5.</summary>
    private void Copy(Cpu cpu, Word pmd, ulong hugePfn)
    {
        for (int i = 0; i < mm.Geometry.PtrsPerPte; i++)
        {
            cpu.Step(CollapseSteps.Copy);
            Word source = PageTableEntry.FrameAddress(cpu.ReadOnce(mm.PteOffset(pmd, i)));
            PageContents.Copy(cpu, mm, source, hugePfn + (ulong)i);
        }
    }

    /// <summary>__collapse_huge_page_copy_succeeded: K6.</summary>
    private void CopySucceeded(Cpu cpu, Word pmd)
    {
        for (int i = 0; i < mm.Geometry.PtrsPerPte; i++)
        {
            cpu.Step(CollapseSteps.ClearPtes);
            Word ptep = mm.PteOffset(pmd, i);
            Word folio = mm.PageOf(cpu.ReadOnce(ptep));
            cpu.WriteOnce(ptep, 0);
            cpu.AtomicDec(StructPage.Mapcount(folio));
            PageReference.FolioPutRefs(cpu, mm, folio, 1);
        }
    }
}
