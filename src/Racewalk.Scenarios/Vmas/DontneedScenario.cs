using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Teardown;
using Racewalk.Mm.Vmas;
using Racewalk.Programs;

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
    protected override ScenarioInstance Build(Variant variant)
    {
        AnonWorld world = WorldOf(variant);
        var dontneed = new MadviseDontneed(world.Vma, KernelChoices.PteClear(variant), new PmdNone(world.Vma, KhugepagedAxes.Policy(variant)));
        AnonCollapse collapse = CollapseOf(variant, world);
        var scan = new CollapseScan(world.Vma);
        bool scans = variant[s_scan.Name] == "yes";
        return InstanceOf(
            variant, world, cpu => ScanAndCollapse(cpu, scans ? scan : null, collapse, world), "MADV_DONTNEED", cpu => dontneed.Zap(cpu, 0), e => Survivor(e, world), Witnesses(variant));
    }

    /// <summary>DONTNEED's postcondition: whatever is mapped in the end is zeros.</summary>
    internal static FailureNote? Survivor(IExecution execution, AnonWorld world)
    {
        for (int i = 0; i < world.SmallPages.Count; i++)
        {
            if (world.DataOf(execution, i) is { } data && data != 0)
            {
                return new FailureNote(ViolationKind.Assertion, $"MADV_DONTNEED has returned, and page {i} is still there with its data");
            }
        }

        return null;
    }

    private static void ScanAndCollapse(Cpu cpu, CollapseScan? scan, AnonCollapse collapse, AnonWorld world)
    {
        if (scan is null || scan.ScanPmd(cpu, 0))
        {
            collapse.CollapseHugePage(cpu, 0, world.HugePfn);
        }
    }

    private static IEnumerable<Witness> Witnesses(Variant variant)
    {
        yield return GivesUp;
        yield return OtherSees("MADV_DONTNEED zaps the small pages", MadviseDontneed.ZappedSmall);
        if (!KhugepagedAxes.IsPinned(variant))
        {
            yield return Collapses;
            yield return OtherSees("MADV_DONTNEED zaps the huge page", MadviseDontneed.ZappedHuge);
        }

        if (variant.Keeps(PmdNone.Recheck))
        {
            yield return OtherSees("MADV_DONTNEED finds that something has come", PmdNone.HasCome);
        }
    }
}
