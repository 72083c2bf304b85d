using System.Globalization;
using Racewalk.Machine;
using Racewalk.Mm.Hvo;
using Racewalk.Mm.Races;

namespace Racewalk.Scenarios.Hvo;

/// <summary>A page that is freed and becomes the tail of an optimised hugetlb folio, while a speculative walker of page frame numbers takes a reference on it.</summary>
internal sealed class OptimizeScenario : HvoScenario
{
    private const int Walker = 1;
    private const int Taker = 2;

    /// <inheritdoc/>
    public override string Id => "hvo/optimise-vs-speculative-get";

    /// <inheritdoc/>
    public override string Title => "Can a speculative reference write to a struct page that HVO has made read-only?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } =
    [
        HvoAxes.Arch, HvoAxes.Era, CommonAxes.Atomics, HvoAxes.BbmRule, HvoAxes.Cas, OptimizeChoices.Key, HvoAxes.Memmap, HvoAxes.Mode, OptimizeChoices.Order, OptimizeChoices.User,
        OptimizeChoices.Pages,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. HvoStepTable.Reference,
        HvoStepTable.ReferenceKey,
        HvoStepTable.Spurious,
        .. HvoStepTable.Allocate,
        .. HvoStepTable.Split,
        HvoStepTable.KeyInc,
        HvoStepTable.SynchronizeRcu,
        .. HvoStepTable.Optimize,
        .. HvoStepTable.Unfreeze,
        new(HugetlbPool.EnqueueStep, "HVO", "enqueue_hugetlb_folio", "v6.12", "mm/hugetlb.c", false),
        new(HugetlbPool.DequeueStep, "hugetlb fault", "dequeue_hugetlb_folio_node_exact", "v6.12", "mm/hugetlb.c", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = OptimizeExpectations.All;

    /// <inheritdoc/>
    protected override IReadOnlySet<string> AbsentSteps(Configuration configuration) => OptimizeChoices.AbsentSteps(configuration);

    /// <inheritdoc/>
    protected override Configuration? NativeControl { get; } = Configuration.Parse("era=E3");

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> ChooseNatively(Variant variant)
    {
        if (IsJudged(variant) && variant.Architecture.Flush == TlbFlush.BroadcastArm64)
        {
            throw new ScenarioException("bbm-rule=judged: a run on real processors sees only what comes of a change without break-before-make: bbm-rule=ignored");
        }

        if (variant[HvoAxes.Cas.Name] != HvoAxes.Cas.Values[0])
        {
            throw new ScenarioException($"cas={variant[HvoAxes.Cas.Name]}: a compare-and-exchange of real processors is made like x86's");
        }

        HvoOptions options = CheckedOptions(variant);
        return new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["batch"] = options.IsBatch ? "yes" : "no",
            ["block"] = BlockMemmap.IsBlock(variant.Configuration) ? "yes" : "no",
            ["by-other"] = OptimizeChoices.IsByOther(variant.Configuration) ? "yes" : "no",
            ["era"] = options.Era.ToString(),
            ["order"] = options.Order.ToString(),
            ["pages"] = variant[OptimizeChoices.Pages.Name],
            ["static-key"] = variant[OptimizeChoices.Key.Name] == "off" ? "yes" : "no",
            ["x86"] = variant.Architecture.Flush == TlbFlush.Interrupt ? "yes" : "no",
        };
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        HvoOptions options = CheckedOptions(variant);
        MemmapLayout layout = MemmapWorlds.Checked(MemmapWorlds.LayoutOf(variant.Architecture, options.Era) with
        {
            IsBlock = BlockMemmap.IsBlock(variant.Configuration),
            PagesPerFolio = int.Parse(variant[OptimizeChoices.Pages.Name], CultureInfo.InvariantCulture),
            HasStaticKey = variant[OptimizeChoices.Key.Name] == "off",
        });
        bool isByOther = OptimizeChoices.IsByOther(variant.Configuration);
        var race = new HvoOptimizeRace(layout, options, isByOther);
        CheckedMachine machine = MachineOf(variant, race.World, isByOther ? 3 : 2, interruptible: (1 << Walker) | (1 << Taker));
        Behaviour[] further = variant.Keeps(PageRefSteps.FakeHead) ? [HvoOptimizeRace.FindsFakeHead] : [];
        return InstanceOf(variant, race, machine, race.World.FormatValue, IsJudged(variant), further);
    }

    private static HvoOptions CheckedOptions(Variant variant)
    {
        HvoOptions options = OptimizeChoices.OptionsOf(variant);
        OptimizeChoices.Check(variant, options);
        return options;
    }
}
