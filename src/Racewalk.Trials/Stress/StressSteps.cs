using Racewalk.Mm.Collapse;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Migration;
using Racewalk.Mm.Sharing;
using Racewalk.Mm.Teardown;
using Racewalk.Mm.Thp;

namespace Racewalk.Trials.Stress;

/// <summary>A step that can be left out or held up.</summary>
/// <param name="Name">Its name, as in scenarios.</param>
/// <param name="Description">What it does.</param>
/// <param name="IsDroppable">Whether it can be left out.</param>
public sealed record StressStep(string Name, string Description, bool IsDroppable = true);

/// <summary>The steps that can be left out, which makes kernels that are broken on purpose, or held up, which makes windows wide.</summary>
public static class StressSteps
{
    /// <summary>All of them, in the order of their names.</summary>
    public static IReadOnlyList<StressStep> All { get; } =
    [
        .. ((IEnumerable<StressStep>)
        [
            new(GupSteps.ReadPte, "GUP-fast: read the PTE", IsDroppable: false),
            new(GupSteps.TakeReference, "GUP-fast: take a reference", IsDroppable: false),
            new(GupSteps.RecheckPmd, "GUP-fast: the PMD entry is unchanged, now that the page is held"),
            new(GupSteps.RecheckPte, "GUP-fast: the PTE is unchanged, now that the page is held"),
            new(CollapseSteps.ClearPmd, "khugepaged: make the PMD entry none", IsDroppable: false),
            new(CollapseSteps.Copy, "khugepaged: copy a page", IsDroppable: false),
            new(CollapseSteps.TableSyncIpi, "khugepaged: wait for walkers that have interrupts off"),
            new(CollapseSteps.CheckRefcount, "khugepaged: nobody but the page tables holds the page"),
            new(AnonCollapseSteps.MmapLock, "khugepaged: mmap_lock"),
            new(AnonCollapseSteps.VmaStartWrite, "khugepaged: keep out faults that take only the VMA's lock"),
            new(AnonCollapseSteps.PteLock, "khugepaged: the PTE lock while pages are isolated"),
            new("flush-ipi", "TLB flush of other CPUs, where it is by interrupt"),
            new("flush-tlbi", "TLB flush of other CPUs, where it is broadcast"),
            new(MadviseDontneed.PutPages, "MADV_DONTNEED: put the small pages"),
            new(MmuGather.Flush, "munmap: the flush before pages are freed"),
            new(TryToMigrate.Flush, "migration: the flush before the page is copied"),
            new(MigrateFolio.CheckCount, "migration: nobody else has a reference"),
            new(ForkCopy.Seqcount, "fork: write_protect_seq"),
            new(ForkCopy.CheckPinned, "fork: copy pages that may be pinned"),
            new(DupMmap.FlushMm, "fork: flush what was made read-only"),
            new(WpPage.RecheckPte, "write fault: the entry is unchanged behind the copy"),
            new(WpPage.CheckCount, "write fault: nobody else has the page"),
            new(SplitFolio.Freeze, "split of a folio: freeze its count"),
        ]).OrderBy(static s => s.Name, StringComparer.Ordinal),
    ];

    /// <summary>Refuses steps that there are not.</summary>
    /// <param name="names">The steps.</param>
    /// <param name="isDropped">Whether they are to be left out; otherwise they are to be held up.</param>
    /// <exception cref="TrialException">There is no such step.</exception>
    internal static void MustKnow(IEnumerable<string> names, bool isDropped)
    {
        StressStep[] known = [.. All.Where(s => !isDropped || s.IsDroppable)];
        foreach (string name in names)
        {
            if (!known.Any(s => s.Name == name))
            {
                throw new TrialException($"stress has no step '{name}' to {(isDropped ? "leave out" : "hold up")}: only {string.Join(", ", known.Select(static s => s.Name))}");
            }
        }
    }
}
