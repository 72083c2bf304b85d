using Racewalk.Machine;
using Racewalk.Programs;
using static Racewalk.Scenarios.Tests.Contexts.ContextProbe;

namespace Racewalk.Scenarios.Tests.Contexts;

/// <summary>Each finding in ten lines, with a twin that is clean.</summary>
public sealed class FindingTests
{
    private static readonly Spinlock s_a = new(A, "a");
    private static readonly Spinlock s_b = new(B, "b");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Deadlock_TwoCpusNestTwoLocks_NamesTheCycle(bool isInverted)
    {
        var machine = new CheckedMachine(Architecture.Sc, 2);
        ScenarioVerdict verdict = new ContextProbe(
            machine, machine.Task(static cpu => Nest(cpu, s_a, s_b)), machine.Task(cpu => Nest(cpu, isInverted ? s_b : s_a, isInverted ? s_a : s_b))).Check();
        AssertFinding(isInverted ? ViolationKind.Deadlock : null, verdict);
        if (isInverted)
        {
            Assert.Equal(
                "nothing can move: CPU 0 holds a and waits for b, held by CPU 1; CPU 1 holds b and waits for a, held by CPU 0", verdict.Failure!.Message);
        }
    }

    [Theory]
    [InlineData(ContextKind.Hardirq, false, true)]
    [InlineData(ContextKind.Hardirq, true, false)]
    [InlineData(ContextKind.Softirq, false, true)]
    [InlineData(ContextKind.Nmi, true, true)]
    public void SelfDeadlock_HandlerTakesTheLockOfWhatItInterrupts(ContextKind kind, bool irqsOff, bool expected)
    {
        var machine = new CheckedMachine(Architecture.X8664, 1) { Interrupts = [new("handler", kind, 1, static cpu => Take(cpu, s_a))] };
        ScenarioVerdict verdict = new ContextProbe(machine, machine.Task(cpu => Take(cpu, s_a, irqsOff))).Check();
        AssertFinding(expected ? ViolationKind.SelfDeadlock : null, verdict);
        if (expected)
        {
            Assert.Equal("handler on CPU 0 takes the lock a, which the task holds that it has interrupted", verdict.Failure!.Message);
        }
    }

    [Fact]
    public void LockOrder_InvertedInDifferentExecutionsOnly_Warning()
    {
        var gate = new Spinlock(X, "gate");
        Assert.Equal(["locks are nested in a circle: a > b > a"], Warnings(s_b, s_a));
        Assert.Empty(Warnings(s_a, s_b));

        IReadOnlyList<string> Warnings(Spinlock outer, Spinlock inner)
        {
            var machine = new CheckedMachine(Architecture.Sc, 2);
            ScenarioVerdict verdict = new ContextProbe(
                machine,
                machine.Task(cpu => Guarded(cpu, () => Nest(cpu, s_a, s_b))),
                machine.Task(cpu => Guarded(cpu, () => Nest(cpu, outer, inner)))).Check();
            Assert.Equal(Verdict.Holds, verdict.Verdict);
            return verdict.Warnings;
        }

        void Guarded(Cpu cpu, Action body)
        {
            cpu.SpinLock(gate);
            body();
            cpu.SpinUnlock(gate);
        }
    }

    [Fact]
    public void LockOrder_InvertedByALockThatIsTriedOnly_NoWarning()
    {
        var machine = new CheckedMachine(Architecture.Sc, 2);
        ScenarioVerdict verdict = new ContextProbe(machine, machine.Task(cpu => Nest(cpu, s_a, s_b)), machine.Task(cpu => NestTried(cpu, s_b, s_a))).Check();
        Assert.Equal(Verdict.Holds, verdict.Verdict);
        Assert.Empty(verdict.Warnings);

        void NestTried(Cpu cpu, Spinlock outer, Spinlock inner)
        {
            cpu.SpinLock(outer);
            if (cpu.SpinTrylock(inner))
            {
                cpu.SpinUnlock(inner);
            }

            cpu.SpinUnlock(outer);
        }
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    public void SleepingInAtomic_HandlerTakesASpinlock_OnRtUnlessRaw(bool isRt, bool isRaw, bool expected)
    {
        var machine = new CheckedMachine(Architecture.Sc, 1)
        {
            PreemptRt = isRt,
            Interrupts = [new("handler", ContextKind.Hardirq, 1, cpu => Take(cpu, s_a with { IsRaw = isRaw }))],
        };
        AssertFinding(expected ? ViolationKind.SleepingInAtomic : null, new ContextProbe(machine, machine.Task(static _ => { })).Check());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SleepingInAtomic_MutexUnderASpinlock(bool isUnder)
    {
        Spinlock mutex = s_b with { IsMutex = true };
        var machine = new CheckedMachine(Architecture.Sc, 1);
        ScenarioVerdict verdict = new ContextProbe(machine, machine.Task(cpu =>
        {
            if (isUnder)
            {
                cpu.SpinLock(s_a);
            }

            cpu.MutexLock(mutex);
            cpu.MutexUnlock(mutex);
            if (isUnder)
            {
                cpu.SpinUnlock(s_a);
            }
        })).Check();
        AssertFinding(isUnder ? ViolationKind.SleepingInAtomic : null, verdict);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void IpiWait_WithInterruptsOff(bool irqsOff)
    {
        var machine = new CheckedMachine(Architecture.X8664, 2) { Interruptible = 0b10 };
        ScenarioVerdict verdict = new ContextProbe(
            machine,
            machine.Task(cpu =>
            {
                if (irqsOff)
                {
                    cpu.LocalIrqSave();
                }

                cpu.SmpCallFunction(IpiFunction.DoNothing);
                if (irqsOff)
                {
                    cpu.LocalIrqRestore();
                }
            }),
            machine.Task(static _ => { })).Check();
        AssertFinding(irqsOff ? ViolationKind.IpiWaitWithInterruptsOff : null, verdict);
    }

    /// <summary>Two results: all virtual CPUs run, and one of them is halted while it holds the lock.</summary>
    [Theory]
    [InlineData(-1, false, false)]
    [InlineData(0, false, true)]
    [InlineData(0, true, false)]
    public void UnboundedWait_HolderHalted_UnlessOthersCanRunMeanwhile(int halted, bool isMutex, bool expected)
    {
        var machine = new CheckedMachine(Architecture.Sc, 2) { HaltedCpu = halted };
        Spinlock taken = s_a with { IsMutex = isMutex };
        ScenarioVerdict verdict = new ContextProbe(machine, machine.Task(cpu => Take(cpu, taken)), machine.Task(cpu => Take(cpu, taken))).Check();
        AssertFinding(expected ? ViolationKind.UnboundedWait : null, verdict);
        if (expected)
        {
            Assert.Equal("the host halts the vCPU of CPU 0 for ever, and CPU 1 waits for a, held by CPU 0: a wait without a bound", verdict.Failure!.Message);
        }
    }

    private static void AssertFinding(ViolationKind? kind, ScenarioVerdict verdict)
    {
        Assert.Equal(kind, verdict.Failure?.Kind);
        Assert.Equal(kind is null ? Verdict.Holds : Verdict.Violated, verdict.Verdict);
    }

    private static void Take(Cpu cpu, Spinlock spinlock, bool irqsOff = false)
    {
        if (spinlock.IsMutex)
        {
            cpu.MutexLock(spinlock);
            cpu.MutexUnlock(spinlock);
        }
        else if (irqsOff)
        {
            cpu.SpinLockIrqSave(spinlock);
            cpu.SpinUnlockIrqRestore(spinlock);
        }
        else
        {
            cpu.SpinLock(spinlock);
            cpu.SpinUnlock(spinlock);
        }
    }

    private static void Nest(Cpu cpu, Spinlock outer, Spinlock inner)
    {
        cpu.SpinLock(outer);
        cpu.SpinLock(inner);
        cpu.SpinUnlock(inner);
        cpu.SpinUnlock(outer);
    }
}
