namespace Racewalk.Machine.Tests;

/// <summary>What a grace period waits for. The updater writes x, waits, writes y; who reads x = 0 and then y = 1 was not waited for.</summary>
public sealed class ReadSideSectionTests
{
    private const ulong X = 64;
    private const ulong Y = 72;
    private const string NotWaitedFor = "x=0 y=1";
    private static readonly Spinlock s_lock = new(80, "lock");

    public static TheoryData<string> Architectures => [.. Architecture.All.Select(static a => a.ToString())];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Nothing_protects_a_reader_outside_of_sections(string architecture) => Finds(architecture, true, static c =>
    {
        ReadX(c);
        ReadY(c);
    });

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Rcu_read_lock_is_waited_for(string architecture) => Finds(architecture, false, static c =>
    {
        c.RcuReadLock();
        ReadX(c);
        ReadY(c);
        c.RcuReadUnlock();
    });

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Interrupts_off_are_waited_for(string architecture) => Finds(architecture, false, static c =>
    {
        c.LocalIrqSave();
        ReadX(c);
        ReadY(c);
        c.LocalIrqRestore();
    });

    [Theory]
    [MemberData(nameof(Architectures))]
    public void A_spinlock_held_is_waited_for(string architecture) => Finds(architecture, false, static c =>
    {
        c.SpinLock(s_lock);
        ReadX(c);
        ReadY(c);
        c.SpinUnlock(s_lock);
    });

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Sections_that_overlap_are_one(string architecture) => Finds(architecture, false, static c =>
    {
        c.LocalIrqSave();
        ReadX(c);
        c.RcuReadLock();
        c.LocalIrqRestore();
        c.SpinLock(s_lock);
        c.RcuReadUnlock();
        ReadY(c);
        c.SpinUnlock(s_lock);
    });

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Sections_that_follow_each_other_are_two(string architecture) => Finds(architecture, true, static c =>
    {
        c.LocalIrqSave();
        ReadX(c);
        c.LocalIrqRestore();
        c.RcuReadLock();
        ReadY(c);
        c.RcuReadUnlock();
    });

    [Theory]
    [MemberData(nameof(Architectures))]
    public void A_handler_is_waited_for(string architecture)
    {
        var function = new IpiFunction("read", static c =>
        {
            ReadX(c);
            ReadY(c);
        });

        RcuRun run = RcuRun.Explore(architecture, ["x", "y"], [], [function], Update, c => c.SmpCallFunctionMany(0b100, function), static _ => { });

        Assert.DoesNotContain(NotWaitedFor, run.Outcomes);
        Assert.Contains("x=0 y=0", run.Outcomes);
        Assert.Contains("x=1 y=1", run.Outcomes);
        Assert.Equal(0, run.Deadlocks);
    }

    // What a handler did and what the task does afterwards are two things.
    [Theory]
    [MemberData(nameof(Architectures))]
    public void A_handler_ends_its_section(string architecture)
    {
        var function = new IpiFunction("read", ReadX);

        RcuRun run = RcuRun.Explore(architecture, ["x", "y"], [], [function], Update, c => c.SmpCallFunctionMany(0b100, function), ReadY);

        Assert.Contains(NotWaitedFor, run.Outcomes);
    }

    // Whoever waits for an interrupt to be taken keeps the grace period waiting, and who sleeps in that takes interrupts.
    [Theory]
    [MemberData(nameof(Architectures))]
    public void The_updater_takes_interrupts_while_it_waits(string architecture)
    {
        RcuRun run = RcuRun.Explore(architecture, ["x"], [], [IpiFunction.DoNothing], Update, static c =>
        {
            c.RcuReadLock();
            ReadX(c);
            c.SmpCallFunctionMany(0b1, IpiFunction.DoNothing);
            c.RcuReadUnlock();
        });

        Assert.Equal(["x=0", "x=1"], run.Outcomes);
        Assert.Equal(0, run.Deadlocks);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void A_reader_that_waits_for_the_updater_is_a_deadlock(string architecture)
    {
        static RcuRun Run(string architecture, bool inside) => RcuRun.Explore(architecture, ["x"], [], [], Update, c =>
        {
            if (inside)
            {
                c.LocalIrqSave();
            }

            c.SmpCondLoadRelaxedEqual(Y, 1);
            if (inside)
            {
                c.LocalIrqRestore();
            }
        });

        Assert.True(Run(architecture, inside: true).Deadlocks > 0);
        Assert.Equal(0, Run(architecture, inside: false).Deadlocks);
    }

    private static void Finds(string architecture, bool found, Action<Cpu> reader)
    {
        RcuRun run = RcuRun.Explore(architecture, ["x", "y"], [], [], Update, reader);
        Assert.Equal(found, run.Outcomes.Contains(NotWaitedFor));
        Assert.Contains("x=0 y=0", run.Outcomes);
        Assert.Contains("x=1 y=1", run.Outcomes);
        Assert.Equal(0, run.Deadlocks);
    }

    private static void Update(Cpu cpu)
    {
        cpu.WriteOnce(X, 1);
        cpu.SynchronizeRcu();
        cpu.WriteOnce(Y, 1);
    }

    private static void ReadX(Cpu cpu) => cpu.Observe("x", cpu.ReadOnce(X));

    private static void ReadY(Cpu cpu) => cpu.Observe("y", cpu.ReadOnce(Y));
}
