using Racewalk.Mm.Races;
using Racewalk.Mm.Vmas;

namespace Racewalk.Scenarios.Vmas;

/// <summary>khugepaged against MADV_DONTNEED.</summary>
internal sealed class DontneedScenario : KhugepagedScenario
{
    private static readonly Axis s_scan = new("scan", ["no", "yes"], "whether khugepaged begins with its scan, K0 to K2, or with K3");

    /// <inheritdoc/>
    public override string Id => "khugepaged/dontneed";

    /// <inheritdoc/>
    public override string Title => "Can memory survive MADV_DONTNEED because khugepaged had taken its PMD entry out?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [KhugepagedAxes.Arch, KhugepagedAxes.Locks, KhugepagedAxes.None, KhugepagedAxes.Pinned, s_scan];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. AnonCollapseStepTable.Scan,
        .. AnonCollapseStepTable.Collapse,
        AnonCollapseStepTable.Nested,
        .. DontneedStepTable.Dontneed,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = DontneedExpectations.All;

    /// <inheritdoc/>
    protected override IEnumerable<string> AbsentSteps(Configuration configuration) =>
        configuration.Values[s_scan.Name] == "yes" ? [] : AnonCollapseStepTable.Scan.Select(static s => s.Name);

    /// <inheritdoc/>
    protected override Configuration? NativeControl { get; } = Configuration.Parse("locks=mmap-read");

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> ChooseNatively(Variant variant) => new SortedDictionary<string, string>(ChooseCollapse(variant), StringComparer.Ordinal)
    {
        ["policy"] = KhugepagedAxes.Policy(variant).ToString(),
        ["pte-clear"] = KernelChoices.PteClear(variant).ToString(),
        ["scan"] = variant[s_scan.Name],
    };

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var race = new DontneedRace(ChoicesOf(variant), KhugepagedAxes.Policy(variant), KernelChoices.PteClear(variant), scans: variant[s_scan.Name] == "yes");
        Behaviour[] further = variant.Keeps(PmdNone.Recheck) ? [DontneedRace.FindsMore] : [];
        return InstanceOf(variant, race, further);
    }
}
