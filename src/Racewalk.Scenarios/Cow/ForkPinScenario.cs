using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Mm.Sharing;
using Racewalk.Programs;
using Racewalk.Scenarios.GupFast;
using Racewalk.Scenarios.Vmas;

namespace Racewalk.Scenarios.Cow;

/// <summary>A thread that pins a page and then writes to it, against fork of its process.</summary>
internal sealed class ForkPinScenario : AnonScenario
{
    private const int Fork = 0;
    private const int Thread = 1;

    private static readonly Axis s_pin = new("pin", ["read", "write"], "whether the pin is for reading (through any entry, if the page is exclusive) or for writing (FOLL_WRITE)");
    private static readonly Axis s_entry = new("entry", ["writable", "read-only"], "the thread's entry at the beginning; the page is its process's alone");

    /// <inheritdoc/>
    public override string Id => "cow/fork-pin";

    /// <inheritdoc/>
    public override string Title => "Does a pinned page stay the page that its process writes to, when the process forks?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [KhugepagedAxes.Arch, s_pin, s_entry];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. CowStepTable.Fork,
        .. GupStepTable.Pin.Where(static s => s.Name != PageReference.FreePageStep),
        .. GupStepTable.Unshare,
        .. CowStepTable.FaultOnEntry,
        .. CowStepTable.Wp,
        .. CowStepTable.WpReuse,
        CowStepTable.FreePage,
        .. AnonCollapseStepTable.Flush,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = ForkPinExpectations.All;

    /// <inheritdoc/>
    protected override IEnumerable<string> AbsentSteps(Configuration configuration)
    {
        bool isWrite = configuration.Values[s_pin.Name] == "write";
        if (isWrite && configuration.Values[s_entry.Name] == "read-only")
        {
            throw new ScenarioException("pin=write entry=read-only: GUP-fast pins nothing for writing through an entry that is read-only");
        }

        return isWrite ? [GupSteps.MustUnshare, GupSteps.MustUnshareRmb] : [];
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new CowWorld(variant[s_entry.Name] == "writable" ? CowPage.Writable : CowPage.ReadOnly);
        var fork = new DupMmap(world.Parent, world.Child, KernelChoices.PmdClear(variant));
        var gup = new Mm.Gup.GupFast(world.Parent.Mm, new GupOptions(Pin: true, Write: variant[s_pin.Name] == "write"));
        var fault = new AnonFault(world.Parent, new FaultOptions(PerVmaLock: false, HugePages: false, KernelChoices.PteClear(variant)));
        return InstanceOf(
            variant,
            world.Memory,
            world.Entries,
            e => Judge(e, world),
            Witnesses(variant),
            ("fork", cpu => fork.Fork(cpu, 0)),
            ("thread", cpu => PinAndStore(cpu, gup, fault)));
    }

    private static void PinAndStore(Cpu cpu, Mm.Gup.GupFast gup, AnonFault fault)
    {
        gup.GetPage(cpu, 0, 0);
        fault.Handle(cpu, 0, 0, isStore: true);
    }

    private static IEnumerable<Witness> Witnesses(Variant variant)
    {
        yield return new("the pin succeeds and the child gets a copy", static e => Saw(e, Thread, Mm.Gup.GupFast.Succeeded) && Saw(e, Fork, ForkCopy.Copied));
        yield return new("the page is shared and the pin fails", static e => Saw(e, Fork, ForkCopy.Shared) && !Saw(e, Thread, Mm.Gup.GupFast.Succeeded));
        yield return Sees("the thread gets a copy", Thread, WpPage.Copied);
        if (variant[s_entry.Name] == "read-only")
        {
            yield return new("the thread writes to the page that it has pinned", static e => Saw(e, Thread, Mm.Gup.GupFast.Succeeded) && Saw(e, Thread, WpPage.Reused));
        }
    }

    private static FailureNote? Judge(IExecution execution, CowWorld world)
    {
        var outcome = new ExecutionOutcome(execution);
        bool pinned = Saw(execution, Thread, Mm.Gup.GupFast.Succeeded);
        if (pinned && world.ParentEntry(outcome) >> PageTableEntry.PfnShift != world.Page)
        {
            return new FailureNote(ViolationKind.LostData, "the page is pinned, and its process writes to a copy: what is written and what is pinned are no longer the same");
        }

        if (pinned && world.ChildEntry(outcome) >> PageTableEntry.PfnShift == world.Page)
        {
            return new FailureNote(ViolationKind.LostData, "the page is pinned and shared with the child");
        }

        return ExecutionOutcome.FailureOf(world.CheckReferences(outcome, world.Page, pinned ? StructPage.PinBias : 0));
    }
}
