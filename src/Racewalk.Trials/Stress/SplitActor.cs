using Racewalk.Hardware;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Thp;

namespace Racewalk.Trials.Stress;

/// <summary>Splits huge pages: the PMD entry alone, or the folio as well (deferred_split_scan).</summary>
internal sealed class SplitActor : StressActor
{
    internal const string Kind = "thp-split";

    private readonly (SplitHugePmd Pmd, SplitFolio Folio)[] _vmas;

    internal SplitActor(StressContext context)
        : base(Kind, context) =>
        _vmas =
        [
            .. context.World.Vmas.Select((v, i) => (
                new SplitHugePmd(v.Vma, EntryClear.Xchg),
                new SplitFolio([v.Vma, .. context.World.Children.Select(c => c.Vmas[i].Vma)], EntryClear.Xchg))),
        ];

    /// <inheritdoc/>
    protected override void Act(Cpu cpu, ref SplitMix random)
    {
        int pmd = Context.AnyPmd(ref random);
        (SplitHugePmd splitPmd, SplitFolio splitFolio) = _vmas[pmd / World.Vmas[0].Pmds];
        if (random.Below(4) == 0)
        {
            // split_huge_pmd looks whether it is one; whoever calls it has mmap_lock.
            World.Parent.MmapLock.ReadLock(cpu);
            if (Context.VmaOf(pmd).Vma.IsFound(cpu))
            {
                splitPmd.SplitPmd(cpu, pmd, freezes: false, folio: 0);
            }

            World.Parent.MmapLock.ReadUnlock(cpu);
            Count("split a PMD entry");
        }
        else if (TryFindFolio(cpu, pmd, out ulong pfn))
        {
            Count(splitFolio.SplitHugePage(cpu, pmd, pfn) ? "split a folio" : "gave up");
        }
        else
        {
            Count("found nothing");
        }
    }

    // As the deferred list would: without a lock, so that what is found may have gone.
    private bool TryFindFolio(Cpu cpu, int pmdIndex, out ulong pfn)
    {
        MmStruct mm = World.Mm;
        cpu.RcuReadLock();
        ulong entry = cpu.ReadOnce(mm.PmdOffset(pmdIndex));
        if (PageTableEntry.IsTable(entry))
        {
            entry = cpu.ReadOnce(mm.PteOffset(entry, 0));
        }

        cpu.RcuReadUnlock();
        pfn = 0;
        if (!PageTableEntry.IsPresent(entry) || PageTableEntry.Pfn(entry) == World.ZeroPfn)
        {
            return false;
        }

        pfn = mm.Pages.IndexOf(mm.FolioOf(cpu, entry));
        return (cpu.ReadOnce(StructPage.Flags(mm.Pages[pfn])) & StructPage.Head) != 0;
    }
}
