using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Mm.Teardown;
using Racewalk.Mm.Thp;
using Racewalk.Mm.Vmas;
using Racewalk.Mm.Walkers;
using Racewalk.Programs;
using Racewalk.Scenarios.GupFast;
using Racewalk.Scenarios.Vmas;

namespace Racewalk.Scenarios.Thp;

/// <summary>The split of a huge PMD entry against those that look at it without its lock.</summary>
internal sealed class SplitPmdScenario : AnonScenario
{
    private const int Split = 0;
    private const int Other = 1;

    private static readonly Axis s_other = new("other", ["dontneed", "mincore", "gup"], "who looks: MADV_DONTNEED of all, mincore, or GUP-fast of the second page");
    private static readonly Axis s_invalidate = new(
        "invalidate", ["present-invalid", "none"], "what the PMD entry is meanwhile: not valid, but an entry of a huge page (pmdp_invalidate), or none");

    /// <inheritdoc/>
    public override string Id => "thp-split/pmd";

    /// <inheritdoc/>
    public override string Title => "What do walkers see while a huge PMD entry is replaced by a table?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [KhugepagedAxes.Arch, s_other, s_invalidate];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. SplitStepTable.Pmd,
        .. DontneedStepTable.Dontneed.Where(static s => s.Name != PmdNone.Recheck),
        new(PmdRangeWalk.MmapLock, "mincore", "mmap_read_lock", "v6.12", "include/linux/mmap_lock.h", false),
        new(PmdRangeWalk.LookAtPmd, "mincore", "walk_pmd_range", "v6.12", "mm/pagewalk.c", false),
        new(PmdRangeWalk.Hole, "mincore", "mincore_unmapped_range", "v6.12", "mm/mincore.c", false),
        new(PmdRangeWalk.Huge, "mincore", "mincore_pte_range", "v6.12", "mm/mincore.c", false),
        new(PmdRangeWalk.Ptes, "mincore", "mincore_pte_range", "v6.12", "mm/mincore.c", false),
        .. GupStepTable.Get,
        .. AnonCollapseStepTable.Flush,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        .. OnEach("", Verdict.Holds, "the entry is one of a huge page until it is one of a table"),
        .. OnEach("invalidate=none", Verdict.Violated, "pmd_none is taken for nothing, and the data stays"),
        .. OnWeak("-split-wmb", "mutant: the table is found before what is in it"),
        Expect.Holds("arch=x86-64 -split-wmb", "stores are seen in their order there"),
        .. OnEach("-split-pmd-lock", Verdict.Violated, "mutant: the huge page goes while it is split"),
        Expect.Holds("arch=arm64 -split-invalidate-pmd", "redundant without translations: thp-split/store"),
        .. OnEach("other=mincore", Verdict.Holds, "the same"),
        .. OnEach("other=mincore invalidate=none", Verdict.Violated, "a hole where there is a page"),
        .. OnWeak("other=mincore -split-wmb", "mutant"),
        .. OnEach("other=mincore -split-add-rmap", Verdict.Violated, "mutant: two entries map the huge page, and it has one reference"),
        .. OnEach("other=gup -split-add-rmap", Verdict.Violated, "mutant"),
        .. OnEach("other=gup", Verdict.Holds, "an entry that is not valid gives no page, and one that has changed is noticed; the reference is the folio's either way"),
        Expect.Holds("arch=arm64 other=gup invalidate=none", "GUP-fast goes the slow way if there is nothing"),
        Expect.Violated("arch=arm64 other=gup invalidate=none -split-add-rmap", "mutant"),
        Expect.Holds("arch=arm64 other=gup -split-wmb", "the same"),
        Expect.Holds("arch=arm64 other=gup -gup-recheck-pmd", "redundant: the folio stays one, and what is mapped is the same page"),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<string> AbsentSteps(Configuration configuration)
    {
        string other = configuration.Values[s_other.Name];
        IEnumerable<string> dontneed = [MadviseDontneed.MmapLock, MadviseDontneed.LookAtPmd, MadviseDontneed.ClearPtes, MadviseDontneed.PutPages, ZapHugePmd.ClearHugePmd, ZapHugePmd.FreeDepositedTable, ZapHugePmd.PutHugePage];
        IEnumerable<string> mincore = [PmdRangeWalk.MmapLock, PmdRangeWalk.LookAtPmd, PmdRangeWalk.Hole, PmdRangeWalk.Huge, PmdRangeWalk.Ptes];
        IEnumerable<string> gup = GupStepTable.Get.Select(static s => s.Name).Where(static s => s != PageReference.FreePageStep);
        return other switch
        {
            "dontneed" => mincore.Concat(gup),
            "mincore" => dontneed.Concat(gup).Append(PageReference.FreePageStep),
            _ => dontneed.Concat(mincore),
        };
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        string other = variant[s_other.Name];
        var world = new ThpWorld(isSplit: false);
        var split = new SplitHugePmd(world.Vma, KernelChoices.PmdClear(variant), variant[s_invalidate.Name] == "none" ? SplitInvalidate.Clear : SplitInvalidate.PresentInvalid);
        return InstanceOf(
            variant,
            world.Memory,
            world.Entries,
            e => Judge(e, world, other),
            Witnesses(other),
            ("split", cpu => split.SplitPmd(cpu, 0, freezes: false, folio: 0)),
            (other, OtherOf(variant, world, other)));
    }

    private static Action<Cpu> OtherOf(Variant variant, ThpWorld world, string other)
    {
        var none = new PmdNone(world.Vma, NonePolicy.Trust);
        switch (other)
        {
            case "dontneed":
                var dontneed = new MadviseDontneed(world.Vma, KernelChoices.PteClear(variant), none);
                return cpu => dontneed.Zap(cpu, 0);
            case "mincore":
                var mincore = new Mincore(world.Vma, none);
                return cpu => mincore.Walk(cpu, 0);
            default:
                var gup = new Mm.Gup.GupFast(world.Vma.Mm, new GupOptions());
                return cpu => gup.GetPage(cpu, 0, 1);
        }
    }

    private static IEnumerable<Witness> Witnesses(string other)
    {
        yield return Sees("the entry is split", Split, SplitHugePmd.Split);
        switch (other)
        {
            case "dontneed":
                yield return Sees("MADV_DONTNEED zaps the huge page", Other, MadviseDontneed.ZappedHuge);
                yield return Sees("MADV_DONTNEED zaps the PTEs", Other, MadviseDontneed.ZappedSmall);
                break;
            case "mincore":
                yield return Sees("mincore finds the huge page", Other, PmdRangeWalk.FoundHuge);
                yield return Sees("mincore finds the table", Other, PmdRangeWalk.FoundTable);
                break;
            default:
                yield return Sees("GUP-fast gets the page", Other, Mm.Gup.GupFast.Succeeded);
                yield return new("GUP-fast gets nothing", static e => !Saw(e, Other, Mm.Gup.GupFast.Succeeded));
                break;
        }
    }

    private static FailureNote? Judge(IExecution execution, ThpWorld world, string other)
    {
        var outcome = new ExecutionOutcome(execution);
        switch (other)
        {
            case "dontneed" when world.Mappings(outcome) != 0:
                return new FailureNote(ViolationKind.Assertion, "MADV_DONTNEED has returned, and pages are still there with their data");
            case "dontneed":
                return null;
            case "mincore" when !Saw(execution, Other, Mincore.Vec(0)) || !Saw(execution, Other, Mincore.Vec(1)):
                return new FailureNote(ViolationKind.Assertion, "mincore says that a page is not resident; it was all the time");
            default:
                int got = Saw(execution, Other, Mm.Gup.GupFast.Succeeded) ? 1 : -1;
                return ExecutionOutcome.FailureOf(world.CheckReferences(outcome, isFolio: true, got));
        }
    }

    private static IEnumerable<ExpectedVerdict> OnEach(string configuration, Verdict verdict, string reason) =>
        KhugepagedAxes.Arch.Values.Select(a => new ExpectedVerdict(Configuration.Parse($"arch={a} {configuration}"), verdict, reason));

    private static IEnumerable<ExpectedVerdict> OnWeak(string configuration, string reason) =>
        new[] { "arm64", "lkmm" }.Select(a => new ExpectedVerdict(Configuration.Parse($"arch={a} {configuration}"), Verdict.Violated, reason));
}
