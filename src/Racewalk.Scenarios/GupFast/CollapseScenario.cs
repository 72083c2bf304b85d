using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Gup;
using Racewalk.Programs;

namespace Racewalk.Scenarios.GupFast;

/// <summary>GUP-fast against the collapse of the pages under one PMD entry.</summary>
internal sealed class CollapseScenario : ScenarioBase
{
    private const int Khugepaged = 0;
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
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new GupWorld(variant[s_ptes.Name] == "2" ? 2 : 1, huge: true);
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 1 << Gup, world.Memory.Name);
        var flush = new PmdpCollapseFlush(world.Mm, KernelChoices.CollapseFlush(variant), KernelChoices.PmdClear(variant));
        var khugepaged = new Khugepaged(world.Mm, flush);
        var gup = new Mm.Gup.GupFast(world.Mm, new GupOptions(Order: KernelChoices.Order(variant)));
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("khugepaged", cpu => khugepaged.CollapseHugePage(cpu, 0, world.HugePfn)),
                ("GUP-fast", cpu => gup.GetPage(cpu, 0, 0))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world),
            FormatValue = world.FormatValue,
            Witnesses = [.. Witnesses(variant)],
        };
    }

    private static FailureNote? Judge(IExecution execution, GupWorld world)
    {
        bool collapsed = Saw(execution, Khugepaged, Mm.Collapse.Khugepaged.Collapsed);
        bool got = Saw(execution, Gup, Mm.Gup.GupFast.Succeeded);
        ulong pfn = got && execution.TryGetObserved(Gup, Mm.Gup.GupFast.GotPfn, out ulong value) ? value : 0;
        if (collapsed && world.SmallPages.Contains(pfn))
        {
            return new FailureNote(
                ViolationKind.LostData, "GUP-fast returned a small page, khugepaged put a huge page in its place: what is written through it is lost");
        }

        return References.Check(execution, world, pfn, got ? 1UL : 0, mapped: !collapsed);
    }

    private static IEnumerable<Witness> Witnesses(Variant variant)
    {
        yield return new("GUP-fast gets the small page and the collapse gives up", e => Saw(e, Gup, Mm.Gup.GupFast.Succeeded) && Saw(e, Khugepaged, Mm.Collapse.Khugepaged.GaveUp));
        yield return new("the collapse succeeds and GUP-fast finds no table", e =>
            Saw(e, Khugepaged, Mm.Collapse.Khugepaged.Collapsed) && !Saw(e, Gup, Mm.Gup.GupFast.Succeeded));
        if (variant.Keeps(GupSteps.RecheckPmd))
        {
            yield return new("GUP-fast backs off", e => Saw(e, Gup, Mm.Gup.GupFast.BackedOff));
        }
    }
}
