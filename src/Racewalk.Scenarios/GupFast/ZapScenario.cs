using Racewalk.Machine;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Races;

namespace Racewalk.Scenarios.GupFast;

/// <summary>GUP-fast against MADV_DONTNEED, which frees the page, and somebody else who gets it next.</summary>
internal sealed class ZapScenario : ScenarioBase
{
    private const int Gup = 1;

    private static readonly Axis s_reuse = new("reuse", ["yes", "no"], "whether the freed page is allocated again at once, by somebody else");

    /// <inheritdoc/>
    public override string Id => "gup-fast/zap";

    /// <inheritdoc/>
    public override string Title => "Can GUP-fast return a page that was freed, or that belongs to somebody else by now?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } =
        [CommonAxes.Arch, s_reuse, CommonAxes.Atomics, CommonAxes.Clear, CommonAxes.Refcount];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. GupStepTable.Get,
        .. ZapStepTable.Zap("MADV_DONTNEED"),
        new(ZapRace.Reallocated, "the next owner", "set_page_refcounted", "v6.12", "mm/internal.h", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = ZapExpectations.All;

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        HashSet<string> absent = CommonSteps.AbsentFlushSteps(architecture);
        return Steps.Select(s => s.Name).Where(s => !absent.Contains(s));
    }

    /// <inheritdoc/>
    protected override Configuration? NativeControl { get; } = Configuration.Parse("-gup-recheck-pte");

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> ChooseNatively(Variant variant) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["clear"] = KernelChoices.PteClear(variant).ToString(),
        ["order"] = KernelChoices.Order(variant).ToString(),
        ["reuse"] = variant[s_reuse.Name],
    };

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var race = new ZapRace(KernelChoices.PteClear(variant), KernelChoices.Order(variant), isReused: variant[s_reuse.Name] == "yes");
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 1 << Gup, race.Memory.Name);
        Behaviour[] further = variant.Keeps(GupSteps.RecheckPte) ? [ZapRace.BacksOff] : [];
        return InstanceOf(variant, race, machine, race.World.FormatValue, further);
    }
}
