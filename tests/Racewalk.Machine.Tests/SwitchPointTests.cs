namespace Racewalk.Machine.Tests;

/// <summary>Where a CPU looks for interrupts.</summary>
public sealed class SwitchPointTests
{
    [Fact]
    public void Before_each_access_with_interrupts_on() => Traces("Poll R Poll W", c => c.WriteOnce(64, c.ReadOnce(72)));

    [Fact]
    public void Once_before_a_section_and_never_in_it() => Traces("Poll R R Poll R", c =>
    {
        c.LocalIrqSave();
        c.ReadOnce(64);
        c.ReadOnce(64);
        c.LocalIrqRestore();
        c.ReadOnce(64);
    });

    [Fact]
    public void Not_twice_without_an_access_between() => Traces("Poll R", c =>
    {
        c.LocalIrqSave();
        c.LocalIrqRestore();
        c.LocalIrqSave();
        c.LocalIrqRestore();
        c.ReadOnce(64);
    });

    [Fact]
    public void Before_a_read_side_section_and_not_again_at_its_first_access() => Traces("Poll F.RcuLock R Poll R F.RcuUnlock", c =>
    {
        c.RcuReadLock();
        c.ReadOnce(64);
        c.ReadOnce(64);
        c.RcuReadUnlock();
    }, hasGracePeriods: true);

    [Fact]
    public void Not_at_barriers() => Traces("Poll R F.Full Poll R", c =>
    {
        c.ReadOnce(64);
        c.SmpMb();
        c.ReadOnce(64);
    });

    [Fact]
    public void Again_after_an_interrupt_was_taken() =>
        Traces("Poll Poll Poll R Poll R", c => c.ReadOnce(c.ReadOnce(64)), s =>
        {
            s.Polls.Enqueue(1);
            s.Polls.Enqueue(2);
        });

    [Fact]
    public void Nowhere_on_a_cpu_that_nobody_interrupts()
    {
        RecordingSink sink = RecordingSink.Run(LoweringTests.MachineOf("arm64"), c => c.ReadOnce(64));
        Assert.Equal("R", sink.Trace);
    }

    private static void Traces(string expected, Action<Cpu> body, Action<RecordingSink>? prepare = null, bool hasGracePeriods = false)
    {
        var machine = new CheckedMachine(Architecture.Arm64, 2) { Interruptible = 1, HasGracePeriods = hasGracePeriods };
        Assert.Equal(expected, RecordingSink.Run(machine, body, prepare).Trace);
    }
}
