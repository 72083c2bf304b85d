using Racewalk.Exploration;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Mm.Thp;
using Racewalk.Programs;
using Racewalk.Scenarios.GupFast;
using Racewalk.Scenarios.Vmas;

namespace Racewalk.Scenarios.Thp;

/// <summary>The split of a huge page into pages against GUP-fast, which takes a reference on what the page is part of.</summary>
internal sealed class SplitFolioScenario : AnonScenario
{
    private const int Split = 0;
    private const int Gup = 1;
    private const int Tail = 1;

    private static readonly Axis s_mapped = new("mapped", ["ptes", "pmd"], "how the huge page is mapped at first: by PTEs, after an earlier split of the PMD entry, or by the PMD entry");
    private static readonly Axis s_head = new(
        "head", ["release", "increment"], "how the head's count comes back: by a store-release (folio_ref_unfreeze, since v6.15) or by an increment (folio_ref_inc, before)");

    /// <inheritdoc/>
    public override string Id => "thp-split/folio";

    /// <inheritdoc/>
    public override string Title => "Can GUP-fast hold a reference on a huge page whose page has become one of its own?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [KhugepagedAxes.Arch, s_mapped, s_head, CommonAxes.Atomics];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. SplitStepTable.Folio,
        .. GupStepTable.Get.Where(static s => s.Name != PageReference.FreePageStep),
        .. AnonCollapseStepTable.Flush,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = SplitFolioExpectations.All;

    /// <inheritdoc/>
    protected override IEnumerable<string> AbsentSteps(Configuration configuration) => configuration.Values[s_mapped.Name] == "ptes" ? SplitStepTable.Pmd.Select(static s => s.Name) : [];

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new ThpWorld(isSplit: variant[s_mapped.Name] == "ptes");
        var split = new SplitFolio([world.Vma], KernelChoices.PteClear(variant), variant[s_head.Name] == "release" ? HeadUnfreeze.Release : HeadUnfreeze.Increment);
        var gup = new Mm.Gup.GupFast(world.Vma.Mm, new GupOptions());
        return InstanceOf(
            variant,
            world.Memory,
            world.Entries,
            e => Judge(e, world),
            [
                new("GUP-fast gets the page and the huge page stays", static e => Saw(e, Gup, Mm.Gup.GupFast.Succeeded) && Saw(e, Split, SplitFolio.GaveUp)),
                new("the huge page is split and GUP-fast gets the page", static e => Saw(e, Gup, Mm.Gup.GupFast.Succeeded) && Saw(e, Split, SplitFolio.Split)),
                new("GUP-fast gets nothing", static e => !Saw(e, Gup, Mm.Gup.GupFast.Succeeded)),
            ],
            ("split", cpu => split.SplitHugePage(cpu, 0, world.HugePfn)),
            ("GUP-fast", cpu => gup.GetPage(cpu, 0, Tail)));
    }

    private static FailureNote? Judge(IExecution execution, ThpWorld world)
    {
        var outcome = new ExecutionOutcome(execution);
        bool isFolio = !Saw(execution, Split, SplitFolio.Split);
        for (int i = 0; i < ThpWorld.Pages; i++)
        {
            if ((world.Pte(outcome, i) & PageTableEntry.Migration) != 0)
            {
                return new FailureNote(ViolationKind.Assertion, $"page {i} keeps a migration entry, and nobody removes it any more");
            }
        }

        return ExecutionOutcome.FailureOf(world.CheckReferences(outcome, isFolio, Saw(execution, Gup, Mm.Gup.GupFast.Succeeded) ? Tail : -1));
    }
}
