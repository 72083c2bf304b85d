using Racewalk.Exploration;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Races;
using Racewalk.Programs;

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
    protected override ScenarioInstance Build(Variant variant)
    {
        AnonWorld world = WorldOf(variant);
        string kind = variant[s_fault.Name];
        var fault = new AnonFault(world.Vma, new FaultOptions(PerVmaLock: variant[s_lock.Name] == "vma", HugePages: kind == "huge"));
        return InstanceOf(variant, world, "page fault", cpu => fault.Handle(cpu, 0, 0, isStore: kind != "read"), e => Judge(e, world), Witnesses(variant));
    }

    private static FailureNote? Judge(IExecution execution, AnonWorld world)
    {
        if (Saw(execution, Other, AnonymousPage.MappedZeros))
        {
            return new FailureNote(ViolationKind.LostData, "the fault has mapped zeros at an address that has data: user code reads zeros there, or what it writes goes lost");
        }

        for (int i = 0; i < world.SmallPages.Count; i++)
        {
            if (world.DataOf(execution, i) != AnonWorld.Data(i))
            {
                return new FailureNote(ViolationKind.LostData, $"page {i} no longer has its data");
            }
        }

        return null;
    }

    private static IEnumerable<Witness> Witnesses(Variant variant)
    {
        yield return CollapseEnds(variant);
        yield return OtherSees("the fault finds something mapped", AnonFault.WasMapped);
        if (variant[s_lock.Name] == "vma")
        {
            yield return OtherSees("the VMA's lock is enough", AnonFault.TookVmaLock);
        }

        if (variant[KhugepagedAxes.Locks.Name] == "pmd-kept")
        {
            yield return OtherSees("the fault waits for the PMD lock in vain", AnonymousPage.FoundInstalled);
        }
    }
}
