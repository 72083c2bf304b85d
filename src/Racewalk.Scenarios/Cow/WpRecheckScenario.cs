using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Migration;
using Racewalk.Mm.Races;
using Racewalk.Mm.Teardown;
using Racewalk.Mm.Vmas;
using Racewalk.Programs;
using Racewalk.Scenarios.Vmas;

namespace Racewalk.Scenarios.Cow;

/// <summary>A write fault that copies a page, against somebody who changes its entry meanwhile.</summary>
internal sealed class WpRecheckScenario : AnonScenario
{
    private const int Fault = 0;
    private const int Other = 1;

    private static readonly Axis s_other = new(
        "other", ["dontneed", "fault", "migration", "khugepaged"], "who changes the entry: MADV_DONTNEED, a write fault of another thread, migration of the page, or khugepaged");

    private static readonly Axis s_page = new("page", ["shared", "zero"], "what the entry maps at first: a page that is shared with a child, or the zero page");

    private static readonly Axis s_lock = new("fault-lock", ["vma", "mmap"], "what the fault takes: the VMA's own lock, and mmap_lock if that fails; or mmap_lock at once");

    /// <inheritdoc/>
    public override string Id => "cow/wp-recheck";

    /// <inheritdoc/>
    public override string Title => "What if the entry changes while a write fault copies its page, with the PTE lock given back?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [KhugepagedAxes.Arch, s_other, s_page, s_lock];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. FaultStepTable.Fault.Where(static s => FaultStepTable.VmaOnly.Contains(s.Name)),
        .. CowStepTable.FaultOnEntry,
        .. CowStepTable.Wp,
        .. CowStepTable.AnonymousPte,
        .. CowStepTable.PteAlloc,
        CowStepTable.FreeTable,
        .. DontneedStepTable.Dontneed.Where(static s => s.Name is MadviseDontneed.MmapLock or MadviseDontneed.LookAtPmd or MadviseDontneed.ClearPtes or MadviseDontneed.PutPages),
        .. CowStepTable.Migrate,
        .. AnonCollapseStepTable.Collapse.Where(static s => s.Name is not AnonCollapseSteps.RecheckPmd),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = WpRecheckExpectations.All;

    /// <inheritdoc/>
    protected override IEnumerable<string> AbsentSteps(Configuration configuration)
    {
        string other = configuration.Values[s_other.Name];
        if (configuration.Values[s_page.Name] == "zero" && other != "fault")
        {
            throw new ScenarioException($"page=zero other={other}: the zero page is not migrated, alone not collapsed, and zeros that come behind MADV_DONTNEED harm nobody");
        }

        return WpRecheckSteps.Absent(other, configuration.Values[s_page.Name] == "zero", configuration.Values[s_lock.Name] == "vma");
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        string other = variant[s_other.Name];
        var world = new CowWorld(variant[s_page.Name] == "zero" ? CowPage.Zero : CowPage.Shared, entries: other == "khugepaged" ? 2 : 1);
        AnonFault fault = FaultOf(variant, world);
        return InstanceOf(
            variant,
            world.Memory,
            world.Entries,
            e => Judge(e, world, other),
            Witnesses(other),
            ("page fault", cpu => fault.Handle(cpu, 0, 0, isStore: true)),
            (other, OtherOf(variant, world, other)));
    }

    private static AnonFault FaultOf(Variant variant, CowWorld world) =>
        new(world.Parent, new FaultOptions(PerVmaLock: variant[s_lock.Name] == "vma", HugePages: false, KernelChoices.PteClear(variant)));

    private static Action<Cpu> OtherOf(Variant variant, CowWorld world, string other)
    {
        switch (other)
        {
            case "dontneed":
                var dontneed = new MadviseDontneed(world.Parent, KernelChoices.PteClear(variant), new PmdNone(world.Parent, NonePolicy.Trust));
                return cpu => dontneed.Zap(cpu, 0);
            case "fault":
                AnonFault fault = FaultOf(variant, world);
                return cpu => fault.Handle(cpu, 0, 0, isStore: true);
            case "migration":
                var migrate = new MigrateFolio([world.Parent, world.Child], KernelChoices.PteClear(variant));
                return cpu => migrate.Migrate(cpu, 0, 0);
            default:
                var collapse = new AnonCollapse(
                    world.Parent, new PmdpCollapseFlush(world.Parent.Mm, CollapseFlushKind.Generic, KernelChoices.PmdClear(variant)), CollapseLocking.MmapWrite);
                return cpu => collapse.CollapseHugePage(cpu, 0, world.HugePfn);
        }
    }

    private static IEnumerable<Witness> Witnesses(string other)
    {
        yield return Sees("the fault maps its copy", Fault, WpPage.Copied);
        yield return other switch
        {
            "dontneed" => Sees("the fault maps zeros, since the page has gone", Fault, AnonymousPage.MappedZeros),
            "fault" => Sees("the other thread maps its copy", Other, WpPage.Copied),
            "migration" => Sees("the page moves", Other, MigratePage.Migrated),
            _ => Sees("the collapse succeeds", Other, Khugepaged.Collapsed),
        };
        if (other is "dontneed" or "fault" or "migration")
        {
            yield return Sees("the fault has copied in vain", Fault, AnonFault.Refault);
        }
    }

    private static FailureNote? Judge(IExecution execution, CowWorld world, string other)
    {
        var outcome = new ExecutionOutcome(execution);
        ulong entry = world.ParentEntry(outcome);
        bool isHuge = Saw(execution, Other, Khugepaged.Collapsed);
        ulong data = isHuge ? outcome.Final(PhysicalMemory.FrameAddress(world.HugePfn)) : entry == 0 ? 0 : CowWorld.DataOf(outcome, entry);
        ulong original = world.Page == world.Parent.ZeroPfn ? 0 : CowWorld.Data;
        if (!isHuge && entry != 0 && (entry & PageTableEntry.Present) == 0)
        {
            return new FailureNote(ViolationKind.Assertion, "the entry is still a migration entry, and nobody migrates the page any more");
        }

        if (other == "dontneed" && data != 0)
        {
            return new FailureNote(ViolationKind.Assertion, "MADV_DONTNEED has returned, and the page is there again with its old data");
        }

        if (other != "dontneed" && data != original)
        {
            return new FailureNote(ViolationKind.LostData, "the page has lost its data");
        }

        return ExecutionOutcome.FailureOf(world.CheckReferences(outcome));
    }
}
