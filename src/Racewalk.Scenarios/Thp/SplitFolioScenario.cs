using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Mm.Thp;
using Racewalk.Scenarios.GupFast;
using Racewalk.Scenarios.Vmas;

namespace Racewalk.Scenarios.Thp;

/// <summary>The split of a huge page into pages against GUP-fast, which takes a reference on what the page is part of.</summary>
internal sealed class SplitFolioScenario : AnonScenario
{
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
    protected override Configuration? NativeControl { get; } = Configuration.Parse("-split-freeze");

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> ChooseNatively(Variant variant) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["clear"] = KernelChoices.PteClear(variant).ToString(),
        ["head"] = HeadOf(variant).ToString(),
        ["split"] = IsSplit(variant) ? "yes" : "no",
    };

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var race = new SplitFolioRace(IsSplit(variant), KernelChoices.PteClear(variant), HeadOf(variant));
        return InstanceOf(variant, race, race.World.Entries);
    }

    private static bool IsSplit(Variant variant) => variant[s_mapped.Name] == "ptes";

    private static HeadUnfreeze HeadOf(Variant variant) => variant[s_head.Name] == "release" ? HeadUnfreeze.Release : HeadUnfreeze.Increment;
}
