using Racewalk.Mm.Faults;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;

namespace Racewalk.Mm.Races;

/// <summary>A child that takes a reference on a shared page and unmaps it, against the parent, which writes to the page (cow/reuse).</summary>
/// <param name="clear">How entries are cleared.</param>
/// <param name="reuse">By what the parent knows that it is alone.</param>
/// <param name="layout">Where memory lies; null for the model's layout.</param>
public sealed class ReuseRace(EntryClear clear, WpReuse reuse, MemoryLayout? layout = null) : Race
{
    /// <summary>Step: the parent writes.</summary>
    public const string ParentStores = "parent-stores";

    private const int Parent = 0;
    private const int Child = 1;
    private const ulong NewData = 0x5709e;
    private const string ChildRead = "child-read";

    /// <summary>Its memory.</summary>
    public CowWorld World { get; } = new(CowPage.Shared, layout: layout);

    /// <inheritdoc/>
    public override PhysicalMemory Memory => World.Memory;

    /// <inheritdoc/>
    public override IReadOnlyList<Actor> Actors
    {
        get
        {
            var zap = new ZapPte(World.Child.Mm, clear);
            var gup = new GupFast(World.Child.Mm, new GupOptions());
            var fault = new AnonFault(World.Parent, new FaultOptions(PerVmaLock: false, HugePages: false, clear, reuse));
            return
            [
                new("child's munmap, parent", cpu => ZapAndStore(cpu, zap, fault)),
                new("child's GUP-fast", cpu => GetAndRead(cpu, gup)),
            ];
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Behaviour> Behaviours { get; } =
    [
        new("the child gets the page", static o => o.Saw(Child, GupFast.Succeeded)),
        new("the parent uses the page", static o => o.Saw(Parent, WpPage.Reused)),
        .. reuse == WpReuse.Refcount ? [new("the parent copies the page", static o => o.Saw(Parent, WpPage.Copied))] : (Behaviour[])[],
    ];

    /// <inheritdoc/>
    public override Breach? Judge(IOutcome outcome)
    {
        bool got = outcome.Saw(Child, GupFast.Succeeded);
        if (got && outcome.Saw(Parent, WpPage.Reused))
        {
            return new Breach(BreachKind.Assertion, "the child holds a reference on the page that the parent writes to from now on: it reads what it must not see");
        }

        return outcome.TryGetObserved(Child, ChildRead, out ulong read) && read == NewData
            ? new Breach(BreachKind.Assertion, "the child has read what the parent wrote after fork")
            : World.CheckReferences(outcome, World.Page, got ? 1UL : 0);
    }

    private void ZapAndStore(Cpu cpu, ZapPte zap, AnonFault fault)
    {
        zap.Zap(cpu, cpu.ReadOnce(World.Child.Mm.PmdOffset(0)), 0, out _);
        fault.Handle(cpu, 0, 0, isStore: true);
        cpu.Step(ParentStores);
        MmStruct parent = World.Parent.Mm;
        cpu.WriteOnce(PageTableEntry.FrameAddress(cpu.ReadOnce(parent.PteOffset(cpu.ReadOnce(parent.PmdOffset(0)), 0))), NewData);
    }

    private void GetAndRead(Cpu cpu, GupFast gup)
    {
        if (gup.TryGetPage(cpu, 0, 0, out Word page, out _))
        {
            cpu.Observe(ChildRead, cpu.ReadOnce(World.Child.Mm.FrameOf(page)));
        }
    }
}
