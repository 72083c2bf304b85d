using Racewalk.Machine;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Races;

namespace Racewalk.Scenarios.GupFast;

/// <summary>GUP-fast against the collapse of the pages under one PMD entry.</summary>
internal sealed class CollapseScenario : ScenarioBase
{
    private const int Gup = 1;

    private static readonly Axis s_ptes = new("ptes", ["1", "2"], "entries of the PTE table");

    /// <inheritdoc/>
    public override string Id => "gup-fast/collapse";

    /// <inheritdoc/>
    public override string Title => "Can GUP-fast return a page that khugepaged replaces by a huge page?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } =
        [CommonAxes.Arch, CommonAxes.Era, CollapseVariants.Fix, CommonAxes.Atomics, CommonAxes.Clear, CommonAxes.Refcount, s_ptes];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } = [.. GupStepTable.Get, .. CollapseStepTable.Collapse];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = CollapseExpectations.All;

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture) =>
        CollapseVariants.PresentSteps(configuration, architecture, Steps);

    /// <inheritdoc/>
    protected override Configuration? NativeControl { get; } = Configuration.Parse("era=E0");

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> ChooseNatively(Variant variant) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["clear"] = KernelChoices.PmdClear(variant).ToString(),
        ["kind"] = KernelChoices.CollapseFlush(variant).ToString(),
        ["order"] = KernelChoices.Order(variant).ToString(),
        ["ptes"] = variant[s_ptes.Name],
    };

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var race = new CollapseRace(
            variant[s_ptes.Name] == "2" ? 2 : 1, KernelChoices.CollapseFlush(variant), KernelChoices.PmdClear(variant), KernelChoices.Order(variant));
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 1 << Gup, race.Memory.Name);
        Behaviour[] further = variant.Keeps(GupSteps.RecheckPmd) ? [CollapseRace.BacksOff] : [];
        return InstanceOf(variant, race, machine, race.World.FormatValue, further);
    }
}
