using Racewalk.Mm.Faults;
using Racewalk.Mm.Races;

namespace Racewalk.Scenarios.Vmas;

/// <summary>khugepaged against a page fault on an address that has data.</summary>
internal sealed class FaultScenario : KhugepagedScenario
{
    private static readonly Axis s_lock = new("fault-lock", ["vma", "mmap"], "what the fault takes: the VMA's own lock, and mmap_lock if that fails; or mmap_lock at once (CONFIG_PER_VMA_LOCK is off)");
    private static readonly Axis s_fault = new("fault", ["store", "read", "huge"], "what the fault maps where nothing is: a page of zeros, the zero page, or a huge page");

    /// <inheritdoc/>
    public override string Id => "khugepaged/fault";

    /// <inheritdoc/>
    public override string Title => "Can a page fault map zeros over data because khugepaged had taken the PMD entry out?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [KhugepagedAxes.Arch, KhugepagedAxes.Locks, s_lock, s_fault, KhugepagedAxes.Pinned];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } = [.. AnonCollapseStepTable.Collapse, AnonCollapseStepTable.Nested, .. FaultStepTable.Fault];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = FaultExpectations.All;

    /// <inheritdoc/>
    protected override IEnumerable<string> AbsentSteps(Configuration configuration)
    {
        string fault = configuration.Values[s_fault.Name];
        IEnumerable<string> absent = fault == "huge" ? [] : FaultStepTable.HugeOnly;
        if (fault == "read")
        {
            absent = absent.Append(AnonymousPage.AllocPage);
        }

        return configuration.Values[s_lock.Name] == "vma" ? absent : absent.Concat(FaultStepTable.VmaOnly);
    }

    /// <inheritdoc/>
    protected override Configuration? NativeControl { get; } = Configuration.Parse("locks=mmap-read");

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> ChooseNatively(Variant variant) => new SortedDictionary<string, string>(ChooseCollapse(variant), StringComparer.Ordinal)
    {
        ["fault"] = KindOf(variant).ToString(),
        ["vma-lock"] = TakesVmaLock(variant) ? "yes" : "no",
    };

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant) => InstanceOf(variant, new FaultRace(ChoicesOf(variant), KindOf(variant), TakesVmaLock(variant)));

    private static bool TakesVmaLock(Variant variant) => variant[s_lock.Name] == "vma";

    private static FaultKind KindOf(Variant variant) => variant[s_fault.Name] switch
    {
        "read" => FaultKind.Read,
        "huge" => FaultKind.Huge,
        _ => FaultKind.Store,
    };
}
