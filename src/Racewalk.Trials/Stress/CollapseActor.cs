using Racewalk.Hardware;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Memory;

namespace Racewalk.Trials.Stress;

/// <summary>khugepaged: collapses what one PMD entry maps to a huge page, if it can.</summary>
internal sealed class CollapseActor : StressActor
{
    internal const string Kind = "khugepaged";

    private readonly (CollapseScan Scan, AnonCollapse Collapse)[] _vmas;

    internal CollapseActor(StressContext context)
        : base(Kind, context)
    {
        var flush = new PmdpCollapseFlush(context.World.Mm, CollapseFlushKind.Generic, EntryClear.Xchg);
        _vmas = [.. context.World.Vmas.Select(v => (new CollapseScan(v.Vma), new AnonCollapse(v.Vma, flush, CollapseLocking.MmapWrite, hasWalkers: true)))];
    }

    /// <inheritdoc/>
    protected override void Act(Cpu cpu, ref SplitMix random)
    {
        int pmd = Context.AnyPmd(ref random);
        (CollapseScan scan, AnonCollapse collapse) = _vmas[pmd / World.Vmas[0].Pmds];
        if (!scan.ScanPmd(cpu, pmd))
        {
            Count("found nothing to collapse");
            return;
        }

        MmStruct mm = World.Mm;
        if (!mm.PageAllocator.TryAllocHugePage(cpu, mm, zero: false, out ulong pfn))
        {
            Count("no memory");
            return;
        }

        if (collapse.CollapseHugePage(cpu, pmd, pfn))
        {
            Count("collapsed");
            return;
        }

        Count("gave up");
        PageReference.FolioPutRefs(cpu, mm, mm.Pages[pfn], 1);
    }
}
