using Racewalk.Machine;
using Racewalk.Programs;
using static Racewalk.Scenarios.Tests.Contexts.ContextProbe;

namespace Racewalk.Scenarios.Tests.Contexts;

/// <summary>What interrupts a CPU on its own, and what masks it.</summary>
public sealed class InterruptContextTests
{
    /// <summary>The counting rule: one execution for each place of the handler, which are: before each event, and when the task has ended.</summary>
    [Theory]
    [InlineData(ContextKind.Softirq)]
    [InlineData(ContextKind.Hardirq)]
    [InlineData(ContextKind.Nmi)]
    public void Interrupt_TaskWithTwoStores_ComesAtEachOfThreePlaces(ContextKind kind)
    {
        CheckedMachine machine = Machine(1, new InterruptSource("irq", kind, 1, Look));
        var probe = new ContextProbe(machine, machine.Task(TwoStores)) { Names = ["x", "y"] };
        Assert.Equal(3, probe.Check().Exploration.Executions);
        Assert.Equal(["x=0 y=0", "x=1 y=0", "x=1 y=1"], probe.Outcomes);
    }

    [Theory]
    [InlineData(ContextKind.Softirq, "bh", false)]
    [InlineData(ContextKind.Softirq, "irq", false)]
    [InlineData(ContextKind.Hardirq, "bh", true)]
    [InlineData(ContextKind.Hardirq, "irq", false)]
    [InlineData(ContextKind.Nmi, "irq", true)]
    [InlineData(ContextKind.Nmi, "daif", false)]
    [InlineData(ContextKind.Hardirq, "preempt", true)]
    public void Interrupt_Masked_DoesNotComeBetween(ContextKind kind, string mask, bool comes)
    {
        CheckedMachine machine = Machine(1, new InterruptSource("irq", kind, 1, Look));
        var probe = new ContextProbe(machine, machine.Task(cpu => Masked(cpu, mask, TwoStores))) { Names = ["x", "y"] };
        probe.Check();
        Assert.Equal(comes, probe.Outcomes.Contains("x=1 y=0"));
    }

    [Fact]
    public void Interrupt_InAnInterrupt_OnlyOfAHigherKind()
    {
        Action<Cpu> count = static cpu =>
        {
            Word depth = cpu.ReadOnce(A);
            cpu.WriteOnce(A, depth + 1);
            if (depth != 0)
            {
                cpu.Observe("nested", 1);
            }

            cpu.WriteOnce(A, depth);
        };
        Assert.Contains("nested=1", Of(new("softirq", ContextKind.Softirq, 1, count), new("irq", ContextKind.Hardirq, 1, count)));
        Assert.DoesNotContain("nested=1", Of(new("irq", ContextKind.Hardirq, 1, count), new("irq2", ContextKind.Hardirq, 1, count)));
        Assert.DoesNotContain("nested=1", Of(new("nmi", ContextKind.Nmi, 1, count), new("nmi2", ContextKind.Nmi, 1, count)));

        static IReadOnlyCollection<string> Of(params InterruptSource[] sources)
        {
            CheckedMachine machine = Machine(1, sources);
            var probe = new ContextProbe(machine, machine.Task(static _ => { })) { Names = ["nested"] };
            probe.Check();
            return probe.Outcomes;
        }
    }

    [Theory]
    [InlineData(true, Verdict.Holds)]
    [InlineData(false, Verdict.Violated)]
    public void Ipi_ToACpuThatSpinsWithInterruptsOff_ComesIfItIsAnNmi(bool isNmi, Verdict expected)
    {
        var stop = new IpiFunction("stop", static cpu => cpu.WriteOnce(X, 1)) { IsNmi = isNmi, HasCallData = false };
        var spinlock = new Spinlock(A, "lock");
        var machine = new CheckedMachine(Architecture.Arm64, 2) { Interruptible = 0b10, Functions = [stop], HasPseudoNmi = true };
        var probe = new ContextProbe(
            machine,
            machine.Task(cpu =>
            {
                cpu.SpinLock(spinlock);
                cpu.SendIpi(0b10, stop);
                cpu.SmpCondLoadAcquireEqual(X, 1);
                cpu.SpinUnlock(spinlock);
            }),
            machine.Task(cpu =>
            {
                cpu.SpinLockIrqSave(spinlock);
                cpu.SpinUnlockIrqRestore(spinlock);
            }));
        Assert.Equal(expected, probe.Check().Verdict);
    }

    [Fact]
    public void Machine_WithContextsThatItCannotHave_Refused()
    {
        static void Nothing(Cpu cpu)
        {
        }

        var nmi = new InterruptSource("nmi", ContextKind.Nmi, 1, Nothing);
        Refused(new CheckedMachine(Architecture.Arm64, 1) { Interrupts = [nmi] }, "pseudo-NMI");
        Refused(new CheckedMachine(Architecture.X8664, 1) { HasPseudoNmi = true }, "arm64's");
        Refused(new CheckedMachine(Architecture.Lkmm, 1) { Interrupts = [nmi] }, "no interrupts");
        Refused(new CheckedMachine(Architecture.Sc, 1) { PreemptRt = true, Interrupts = [nmi with { Kind = ContextKind.Softirq }] }, "softirqs run in tasks");
        Refused(new CheckedMachine(Architecture.Sc, 1) { Interrupts = [nmi with { Kind = ContextKind.Task }] }, "interrupts nobody");
        Assert.Throws<ArgumentException>(() => Machine(1).Tasks(new CpuTask("a", 1, Nothing), new CpuTask("a", 2, Nothing)));

        static void Refused(CheckedMachine machine, string reason) =>
            Assert.Contains(reason, Assert.Throws<NotSupportedException>(() => machine.Task(Nothing)).Message, StringComparison.Ordinal);
    }

    private static CheckedMachine Machine(int cpus, params InterruptSource[] sources) =>
        new(Architecture.Arm64, cpus) { Interrupts = sources, HasPseudoNmi = true };

    private static void TwoStores(Cpu cpu)
    {
        cpu.WriteOnce(X, 1);
        cpu.WriteOnce(Y, 1);
    }

    private static void Look(Cpu cpu)
    {
        cpu.Observe("x", cpu.ReadOnce(X));
        cpu.Observe("y", cpu.ReadOnce(Y));
        cpu.SmpMb();
    }

    private static void Masked(Cpu cpu, string mask, Action<Cpu> body)
    {
        switch (mask)
        {
            case "irq":
                cpu.LocalIrqSave();
                body(cpu);
                cpu.LocalIrqRestore();
                break;
            case "bh":
                cpu.LocalBhDisable();
                body(cpu);
                cpu.LocalBhEnable();
                break;
            case "preempt":
                cpu.PreemptDisable();
                body(cpu);
                cpu.PreemptEnable();
                break;
            default:
                cpu.LocalDaifMask();
                body(cpu);
                cpu.LocalDaifRestore();
                break;
        }
    }
}
