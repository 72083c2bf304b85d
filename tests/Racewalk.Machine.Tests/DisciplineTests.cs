using Racewalk.Programs;

namespace Racewalk.Machine.Tests;

/// <summary>What the machine finds by itself: interrupts, locks and freed memory used against the rules.</summary>
public sealed class DisciplineTests
{
    private static readonly Spinlock s_lock = new(128, "test_lock");

    [Fact]
    public void Ending_with_interrupts_off_is_found() =>
        Finds(ViolationKind.Discipline, c => c.LocalIrqSave());

    [Fact]
    public void Restoring_what_was_not_saved_is_found() =>
        Finds(ViolationKind.Discipline, c => c.LocalIrqRestore());

    [Fact]
    public void Nested_sections_are_fine() => Finds(null, c =>
    {
        c.LocalIrqSave();
        c.LocalIrqSave();
        c.LocalIrqRestore();
        Assert.True(c.IrqsDisabled);
        c.LocalIrqRestore();
        Assert.False(c.IrqsDisabled);
    });

    [Fact]
    public void Waiting_for_an_interrupt_with_interrupts_off_is_found() => Finds(ViolationKind.IpiWaitWithInterruptsOff, c =>
    {
        c.LocalIrqSave();
        c.SmpCallFunction(IpiFunction.DoNothing);
    });

    [Fact]
    public void Taking_a_lock_twice_is_found() => Finds(ViolationKind.SelfDeadlock, c =>
    {
        c.SpinLock(s_lock);
        c.SpinLock(s_lock);
    });

    [Fact]
    public void Giving_back_a_lock_not_held_is_found() => Finds(ViolationKind.Discipline, c => c.SpinUnlock(s_lock));

    [Fact]
    public void Ending_with_a_lock_held_is_found() => Finds(ViolationKind.Discipline, c => c.SpinLock(s_lock));

    [Fact]
    public void Ending_in_an_rcu_section_is_found() => Finds(ViolationKind.Discipline, c => c.RcuReadLock());

    [Fact]
    public void Ending_an_rcu_section_that_was_not_begun_is_found() => Finds(ViolationKind.Discipline, c => c.RcuReadUnlock());

    [Fact]
    public void Waiting_for_readers_in_a_section_is_found() => Finds(ViolationKind.SelfDeadlock, c =>
    {
        c.RcuReadLock();
        c.SynchronizeRcu();
    }, hasGracePeriods: true);

    [Fact]
    public void Waiting_for_callbacks_in_a_section_is_found() => Finds(ViolationKind.SelfDeadlock, c =>
    {
        c.RcuReadLock();
        c.RcuBarrier();
    }, hasGracePeriods: true);

    [Fact]
    public void Waiting_for_readers_with_interrupts_off_is_found() => Finds(ViolationKind.SleepingInAtomic, c =>
    {
        c.LocalIrqSave();
        c.SynchronizeRcu();
    }, hasGracePeriods: true);

    [Fact]
    public void Waiting_for_readers_is_fine() => Finds(null, c =>
    {
        c.LocalIrqSave();
        c.LocalIrqRestore();
        c.SynchronizeRcu();
        c.RcuBarrier();
    }, hasGracePeriods: true);

    [Fact]
    public void Waiting_for_readers_on_a_machine_without_grace_periods_is_a_mistake_of_the_program()
    {
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => RecordingSink.Run(LoweringTests.MachineOf("arm64"), c => c.SynchronizeRcu()));
        Assert.Contains("HasGracePeriods", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Queueing_an_unknown_head_is_a_mistake_of_the_program()
    {
        var head = new RcuHead(64, "head", static (_, _) => { });
        Assert.Throws<InvalidOperationException>(() => RecordingSink.Run(LoweringTests.MachineOf("arm64", hasGracePeriods: true), c => c.CallRcu(head, 1)));
    }

    [Fact]
    public void Locks_are_noted()
    {
        RecordingSink sink = RecordingSink.Run(LoweringTests.MachineOf("arm64"), c =>
        {
            c.SpinLockIrqSave(s_lock);
            c.SpinUnlockIrqRestore(s_lock);
        });
        Assert.Equal([new LockNote("test_lock", 128, true), new LockNote("test_lock", 128, false)], sink.Notes.OfType<LockNote>());
    }

    [Fact]
    public void Reading_freed_memory_is_found() => Finds(ViolationKind.UseAfterFree, c =>
    {
        c.Free(64, 2);
        c.ReadOnce(72);
    });

    [Fact]
    public void Counting_in_freed_memory_is_found() => Finds(ViolationKind.UseAfterFree, c =>
    {
        c.Free(64, 1);
        c.AtomicInc(64);
    });

    [Fact]
    public void Freeing_twice_is_found() => Finds(ViolationKind.UseAfterFree, c =>
    {
        c.Free(64, 1);
        c.Free(64, 1);
    });

    [Fact]
    public void Writing_to_freed_memory_is_found_by_the_next_allocation() => Finds(ViolationKind.UseAfterFree, c =>
    {
        c.Free(64, 1);
        c.WriteOnce(64, 7);
        c.Allocate(64, 1, 0);
    });

    [Fact]
    public void Allocated_memory_is_alive() => Finds(null, c =>
    {
        c.Free(64, 1);
        c.Allocate(64, 1, 7);
        c.BugOn(c.ReadOnce(64) != 7, "contents");
    });

    [Fact]
    public void A_failed_bug_on_is_an_assertion() => Finds(ViolationKind.Assertion, c => c.BugOn(c.ReadOnce(64) == 0, "zero"));

    [Fact]
    public void A_dropped_step_is_neither_done_nor_named()
    {
        var machine = new CheckedMachine(Architecture.Sc, 1, ["kept", "dropped"], ["dropped"]);
        RecordingSink sink = RecordingSink.Run(machine, c =>
        {
            Assert.True(c.Step("kept"));
            Assert.False(c.Step("dropped"));
            Assert.True(c.Has("kept"));
            Assert.False(c.Has("dropped"));
        });
        Assert.Equal([new StepNote("kept")], sink.Notes);
    }

    [Fact]
    public void A_step_that_is_not_listed_is_a_mistake_of_the_program()
    {
        var machine = new CheckedMachine(Architecture.Sc, 1, ["listed"]);
        Assert.Throws<InvalidOperationException>(() => RecordingSink.Run(machine, c => c.Has("lited")));
    }

    [Fact]
    public void SpinTrylock_OfOwnLock_SaysThatItIsNotFree() => Finds(null, c =>
    {
        c.SpinLock(s_lock);
        Assert.False(c.SpinTrylock(s_lock) ? true : false);
        c.SpinUnlock(s_lock);
        Assert.True(c.SpinTrylock(s_lock) ? true : false);
        c.SpinUnlock(s_lock);
    });

    private static void Finds(ViolationKind? kind, Action<Cpu> body, bool hasGracePeriods = false) =>
        Assert.Equal(kind, RecordingSink.Run(LoweringTests.MachineOf("arm64", hasGracePeriods: hasGracePeriods), body).Failure?.Kind);
}
