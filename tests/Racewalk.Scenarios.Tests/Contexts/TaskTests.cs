using Racewalk.Machine;
using Racewalk.Programs;
using static Racewalk.Scenarios.Tests.Contexts.ContextProbe;

namespace Racewalk.Scenarios.Tests.Contexts;

/// <summary>Tasks that share a CPU.</summary>
public sealed class TaskTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Preemption_TaskOfHigherPriorityIsWoken_ComesBetweenUnlessDisabled(bool isDisabled)
    {
        var machine = new CheckedMachine(Architecture.Arm64, 1);
        var probe = new ContextProbe(
            machine,
            machine.Tasks(
                new CpuTask("low", 1, cpu =>
                {
                    Masked(cpu, isDisabled, () =>
                    {
                        cpu.WriteOnce(X, 1);
                        cpu.WriteOnce(Y, 1);
                    });
                }),
                new CpuTask("high", 2, static cpu => { cpu.Observe("x", cpu.ReadOnce(X)); cpu.Observe("y", cpu.ReadOnce(Y)); cpu.SmpMb(); }) { IsWokenAtAnyTime = true }))
        { Names = ["x", "y"] };
        Assert.Equal(Verdict.Holds, probe.Check().Verdict);
        Assert.Equal(!isDisabled, probe.Outcomes.Contains("x=1 y=0"));
        Assert.Contains("x=0 y=0", probe.Outcomes);
        Assert.Contains("x=1 y=1", probe.Outcomes);
    }

    /// <summary>A task of lower priority never comes between.</summary>
    [Fact]
    public void Priority_TaskOfLowerPriority_RunsWhenTheOtherHasEnded()
    {
        var machine = new CheckedMachine(Architecture.Sc, 1);
        var probe = new ContextProbe(
            machine,
            machine.Tasks(
                new CpuTask("low", 1, static cpu => cpu.Observe("x", cpu.ReadOnce(X))),
                new CpuTask("high", 2, static cpu => { cpu.WriteOnce(X, 1); cpu.WriteOnce(X, 2); })))
        { Names = ["x"] };
        Assert.Equal(1, probe.Check().Exploration.Executions);
        Assert.Equal(["x=2"], probe.Outcomes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EqualPriorities_TwoIncrements_OneIsLostUnlessPreemptionIsDisabled(bool isDisabled)
    {
        var machine = new CheckedMachine(Architecture.Arm64, 1);
        Action<Cpu> increment = cpu => Masked(cpu, isDisabled, () => cpu.WriteOnce(X, cpu.ReadOnce(X) + 1));
        var probe = new ContextProbe(
            machine,
            machine.Tasks(new CpuTask("a", 1, increment), new CpuTask("b", 1, increment), new CpuTask("last", 0, static cpu => cpu.Observe("x", cpu.ReadOnce(X)))))
        { Names = ["x"] };
        Assert.Equal(Verdict.Holds, probe.Check().Verdict);
        Assert.Equal(isDisabled ? ["x=2"] : ["x=1", "x=2"], probe.Outcomes);
    }

    [Theory]
    [InlineData(true, Verdict.Holds)]
    [InlineData(false, Verdict.Violated)]
    public void PriorityInheritance_TaskOfMiddlePrioritySpins_HolderRunsIfItInherits(bool inherits, Verdict expected)
    {
        var spinlock = new Spinlock(A, "lock");
        var machine = new CheckedMachine(Architecture.Sc, 1) { PreemptRt = true, InheritsPriority = inherits };
        var probe = new ContextProbe(
            machine,
            machine.Tasks(
                new CpuTask("low", 1, cpu => Take(cpu, spinlock)),
                new CpuTask("middle", 2, static cpu => cpu.SmpCondLoadAcquireEqual(X, 1)) { IsWokenAtAnyTime = true },
                new CpuTask("high", 3, cpu => { Take(cpu, spinlock); cpu.WriteOnce(X, 1); }) { IsWokenAtAnyTime = true }));
        ScenarioVerdict verdict = probe.Check();
        Assert.True(expected == verdict.Verdict, verdict.Failure?.Message);
        Assert.Equal(inherits ? null : ViolationKind.Deadlock, verdict.Failure?.Kind);
    }

    [Fact]
    public void Sleep_OtherCpuCompletes_TheLowerTaskRunsMeanwhileOrDoesNot()
    {
        var machine = new CheckedMachine(Architecture.Arm64, 2);
        var probe = new ContextProbe(
            machine,
            machine.Tasks(
                new CpuTask("low", 1, static cpu => { cpu.WriteOnce(X, 1); cpu.WriteOnce(X, 2); }),
                new CpuTask("high", 2, static cpu => { cpu.WaitForCompletion(A); cpu.Observe("x", cpu.ReadOnce(X)); })),
            machine.Task(static cpu => cpu.Complete(A)))
        { Names = ["x"] };
        Assert.Equal(Verdict.Holds, probe.Check().Verdict);
        Assert.Equal(["x=0", "x=1", "x=2"], probe.Outcomes);
    }

    [Fact]
    public void Sleep_NobodyCompletes_Deadlock()
    {
        var machine = new CheckedMachine(Architecture.Arm64, 1);
        ScenarioVerdict verdict = new ContextProbe(
            machine,
            machine.Tasks(
                new CpuTask("low", 1, static cpu => cpu.WriteOnce(X, 1)),
                new CpuTask("high", 2, static cpu => cpu.WaitForCompletion(A)))).Check();
        Assert.Equal(ViolationKind.Deadlock, verdict.Failure?.Kind);
    }

    /// <summary>The scheduler gives the CPU to the other task: the one that spins is not stuck.</summary>
    [Fact]
    public void EqualPriorities_OneSpinsOnWhatTheOtherStores_NoDeadlock()
    {
        var machine = new CheckedMachine(Architecture.Arm64, 1);
        ScenarioVerdict verdict = new ContextProbe(
            machine,
            machine.Tasks(
                new CpuTask("spins", 1, static cpu => cpu.SmpCondLoadAcquireEqual(X, 1)),
                new CpuTask("stores", 1, static cpu => cpu.WriteOnce(X, 1)))).Check();
        Assert.True(verdict.Verdict == Verdict.Holds, verdict.Failure?.Message);
    }

    /// <summary>Of the same priority, and asleep until another CPU is done.</summary>
    [Fact]
    public void EqualPriorities_OneSpinsOnWhatASleeperStores_NoDeadlock()
    {
        var machine = new CheckedMachine(Architecture.Arm64, 2);
        ScenarioVerdict verdict = new ContextProbe(
            machine,
            machine.Tasks(
                new CpuTask("spins", 1, static cpu => cpu.SmpCondLoadAcquireEqual(X, 1)),
                new CpuTask("sleeps", 1, static cpu => { cpu.WaitForCompletion(A); cpu.WriteOnce(X, 1); })),
            machine.Task(static cpu => cpu.Complete(A))).Check();
        Assert.True(verdict.Verdict == Verdict.Holds, verdict.Failure?.Message);
    }

    [Fact]
    public void EqualPriorities_TwoSpinOnEachOther_Deadlock()
    {
        var machine = new CheckedMachine(Architecture.Arm64, 1);
        ScenarioVerdict verdict = new ContextProbe(
            machine,
            machine.Tasks(
                new CpuTask("a", 1, static cpu => { cpu.SmpCondLoadAcquireEqual(X, 1); cpu.WriteOnce(Y, 1); }),
                new CpuTask("b", 1, static cpu => { cpu.SmpCondLoadAcquireEqual(Y, 1); cpu.WriteOnce(X, 1); }))).Check();
        Assert.Equal(ViolationKind.Deadlock, verdict.Failure?.Kind);
    }

    /// <summary>The woken task would preempt the one that spins: no deadlock, although the spin repeats itself.</summary>
    [Fact]
    public void Spin_OnWhatATaskOfHigherPriorityDoesWhenItIsWoken_NoDeadlock()
    {
        var machine = new CheckedMachine(Architecture.Arm64, 2);
        var probe = new ContextProbe(
            machine,
            machine.Tasks(
                new CpuTask("low", 1, static cpu => cpu.SmpCondLoadAcquireEqual(X, 1)),
                new CpuTask("high", 2, static cpu => { cpu.WaitForCompletion(A); cpu.WriteOnce(X, 1); })),
            machine.Task(static cpu => cpu.Complete(A)));
        Assert.Equal(Verdict.Holds, probe.Check().Verdict);
    }

    /// <summary>Who waits for a semaphore leaves its CPU to others.</summary>
    [Fact]
    public void Semaphore_HeldByOtherCpu_TheLowerTaskRunsMeanwhileOrDoesNot()
    {
        var semaphore = new RwSemaphore(A, "mmap_lock");
        var machine = new CheckedMachine(Architecture.Arm64, 2);
        var probe = new ContextProbe(
            machine,
            machine.Tasks(
                new CpuTask("low", 1, static cpu => cpu.WriteOnce(X, 1)),
                new CpuTask("high", 2, cpu =>
                {
                    cpu.DownWrite(semaphore);
                    cpu.Observe("x", cpu.ReadOnce(X));
                    cpu.UpWrite(semaphore);
                })),
            machine.Task(cpu =>
            {
                cpu.DownRead(semaphore);
                cpu.UpRead(semaphore);
            }))
        { Names = ["x"] };
        Assert.Equal(Verdict.Holds, probe.Check().Verdict);
        Assert.Equal(["x=0", "x=1"], probe.Outcomes);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(2, false)]
    public void RtLock_HolderSharesAnotherCpu_RefusedWhereInheritanceWouldMatter(int priority, bool isRefused)
    {
        var spinlock = new Spinlock(A, "lock");
        var machine = new CheckedMachine(Architecture.Sc, 2) { PreemptRt = true };
        var probe = new ContextProbe(
            machine,
            machine.Tasks(new CpuTask("low", 1, cpu => Take(cpu, spinlock)), new CpuTask("rival", 2, static _ => { }) { IsWokenAtAnyTime = true }),
            machine.Tasks(new CpuTask("waiter", priority, cpu => Take(cpu, spinlock))));
        if (isRefused)
        {
            Assert.Contains("priority inheritance across CPUs", Assert.Throws<NotSupportedException>(() => probe.Check()).Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(Verdict.Holds, probe.Check().Verdict);
        }
    }

    private static void Take(Cpu cpu, Spinlock spinlock)
    {
        cpu.SpinLock(spinlock);
        cpu.SpinUnlock(spinlock);
    }

    private static void Masked(Cpu cpu, bool isDisabled, Action body)
    {
        if (isDisabled)
        {
            cpu.PreemptDisable();
        }

        body();
        if (isDisabled)
        {
            cpu.PreemptEnable();
        }
    }
}
