using Racewalk.Mm.Races;
using Racewalk.Mm.Vmas;
using Racewalk.Mm.Walkers;

namespace Racewalk.Scenarios.Vmas;

/// <summary>What the scenarios of read-only walks have in common.</summary>
internal abstract class WalkerScenario : KhugepagedScenario
{
    private static readonly Axis s_none = KhugepagedAxes.None with { Values = ["trust", "retry"] };

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Axis> Axes { get; } = [KhugepagedAxes.Arch, KhugepagedAxes.Locks, s_none, KhugepagedAxes.Pinned];

    /// <inheritdoc/>
    public sealed override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        .. OnEach("", Verdict.Holds, "mmap_lock for writing"),
        .. OnEach("-collapse-mmap-lock", Verdict.Violated, "mutant: pmd_none is taken for a hole"),
        .. OnEach("locks=mmap-read", Verdict.Violated, "pmd_none is taken for a hole"),
        .. OnEach("locks=pmd-kept", Verdict.Violated, "whoever finds a hole takes no lock"),
        Expect.Violated("arch=sc locks=mmap-read none=retry", "the PMD lock is free during the copy, so the entry is still none under it"),
        Expect.Holds("arch=sc pinned=yes", "mmap_lock for writing"),
        Expect.Violated("arch=sc pinned=yes -collapse-mmap-lock", "mutant"),
        Expect.Violated("arch=sc pinned=yes locks=mmap-read", "a collapse that fails hides the pages as well"),
        .. OnEach("locks=pmd-kept none=retry", Verdict.Holds, "the walk waits for the collapse, and finds the huge page"),
        .. OnEach("locks=pmd-kept none=retry -collapse-pmd-lock", Verdict.Violated, "mutant: there is nothing to wait for"),
    ];

    /// <summary>Who walks.</summary>
    protected abstract WalkKind Kind { get; }

    /// <summary>The steps of khugepaged and of the walk.</summary>
    protected static IReadOnlyList<Step> StepsOf(string walker, string entryFunction, string file, string holeFunction) =>
    [
        .. AnonCollapseStepTable.Collapse,
        AnonCollapseStepTable.Nested,
        new(PmdRangeWalk.MmapLock, walker, "mmap_read_lock", "v6.12", "include/linux/mmap_lock.h", false),
        new(PmdRangeWalk.LookAtPmd, walker, "walk_pmd_range", "v6.12", "mm/pagewalk.c", false),
        AnonCollapseStepTable.RecheckNone(walker),
        new(PmdRangeWalk.Hole, walker, holeFunction, "v6.12", file, false),
        new(PmdRangeWalk.Huge, walker, entryFunction, "v6.12", file, false),
        new(PmdRangeWalk.Ptes, walker, entryFunction, "v6.12", file, false),
    ];

    /// <inheritdoc/>
    protected sealed override Configuration? NativeControl { get; } = Configuration.Parse("locks=mmap-read");

    /// <inheritdoc/>
    protected sealed override IReadOnlyDictionary<string, string> ChooseNatively(Variant variant) => new SortedDictionary<string, string>(ChooseCollapse(variant), StringComparer.Ordinal)
    {
        ["policy"] = KhugepagedAxes.Policy(variant).ToString(),
        ["walk"] = Kind.ToString(),
    };

    /// <inheritdoc/>
    protected sealed override ScenarioInstance Build(Variant variant)
    {
        Behaviour[] further = variant.Keeps(PmdNone.Recheck) ? [WalkRace.FindsMore] : [];
        return InstanceOf(variant, new WalkRace(ChoicesOf(variant), Kind, KhugepagedAxes.Policy(variant)), further);
    }

    private static IEnumerable<ExpectedVerdict> OnEach(string configuration, Verdict verdict, string reason) =>
        KhugepagedAxes.Arch.Values.Where(static a => a != "lkmm").Select(a => new ExpectedVerdict(Configuration.Parse($"arch={a} {configuration}"), verdict, reason));
}
