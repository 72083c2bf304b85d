using Racewalk.Exploration;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Machine.Tests;

/// <summary>Inter-processor interrupts, explored.</summary>
public sealed class InterProcessorInterruptTests
{
    private const ulong X = 64;
    private const ulong Y = 72;

    public static TheoryData<string> Architectures => [.. Architecture.All.Select(a => a.ToString())];

    /// <summary>The sender's earlier stores are seen by the target after the interrupt, the target's by the sender after its wait.</summary>
    [Theory]
    [MemberData(nameof(Architectures))]
    public void An_answered_call_orders_both_sides(string architecture)
    {
        Tally tally = Explore(
            architecture,
            interruptible: 0b10,
            c =>
            {
                c.WriteOnce(X, 1);
                c.SmpCallFunction(IpiFunction.DoNothing);
                c.Observe("y", c.ReadOnce(Y));
            },
            c =>
            {
                c.LocalIrqSave();
                c.WriteOnce(Y, 1);
                c.Observe("x", c.ReadOnce(X));
                c.LocalIrqRestore();
            });
        Assert.Equal(0, tally.Deadlocks);

        // The section comes before the interrupt, then y = 1 is seen, or after it, then x = 1 is.
        Assert.DoesNotContain("y=0 x=0", tally.Outcomes);
        Assert.Contains("y=1 x=0", tally.Outcomes);
        Assert.Contains("y=0 x=1", tally.Outcomes);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Calling_each_other_with_interrupts_on_does_not_deadlock(string architecture)
    {
        Tally tally = Explore(
            architecture,
            interruptible: 0b11,
            c => c.SmpCallFunction(IpiFunction.DoNothing),
            c => c.SmpCallFunction(IpiFunction.DoNothing));
        Assert.Equal(0, tally.Deadlocks);
        Assert.True(tally.Complete > 0);
        Assert.Empty(tally.Bounds);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Two_calls_in_a_row_are_both_answered_before_and_after_a_section(string architecture)
    {
        Tally tally = Explore(
            architecture,
            interruptible: 0b10,
            c =>
            {
                c.SmpCallFunction(IpiFunction.DoNothing);
                c.SmpCallFunction(IpiFunction.DoNothing);
                c.WriteOnce(X, 1);
            },
            c =>
            {
                c.LocalIrqSave();
                c.Observe("x", c.ReadOnce(X));
                c.LocalIrqRestore();
            });
        Assert.Equal(0, tally.Deadlocks);
        Assert.Contains(" x=0", tally.Outcomes);
        Assert.Contains(" x=1", tally.Outcomes);
    }

    [Fact]
    public void Waiting_for_a_cpu_that_spins_with_interrupts_off_deadlocks()
    {
        var spinlock = new Spinlock(X, "lock");
        Tally tally = Explore(
            "arm64",
            interruptible: 0b10,
            c =>
            {
                c.SpinLock(spinlock);
                c.SmpCallFunction(IpiFunction.DoNothing);
                c.SpinUnlock(spinlock);
            },
            c =>
            {
                c.SpinLockIrqSave(spinlock);
                c.SpinUnlockIrqRestore(spinlock);
            });
        Assert.True(tally.Deadlocks > 0);
        Assert.True(tally.Complete > 0);
    }

    private static Tally Explore(string architecture, ulong interruptible, params Action<Cpu>[] tasks)
    {
        var machine = new CheckedMachine(Architecture.All.Single(a => a.ToString() == architecture || a.ToString() == architecture + "+lse"), tasks.Length)
        {
            Interruptible = interruptible,
        };
        var program = new CheckedProgram
        {
            Name = architecture,
            Threads = [.. tasks.Select(machine.Task)],
            Handlers = machine.Handlers,
            LocationName = machine.Name,
        };
        var tally = new Tally();
        MemoryModel model = MemoryModel.All.Single(m => m.Name == machine.Architecture.DefaultModel);
        tally.Bounds = Explorer.Explore(program, model, tally).Bounds;
        return tally;
    }

    private sealed class Tally : IExecutionVisitor
    {
        public HashSet<string> Outcomes { get; } = [];

        public int Complete { get; private set; }

        public int Deadlocks { get; private set; }

        public IReadOnlyList<string> Bounds { get; set; } = [];

        public bool Visit(IExecution execution)
        {
            Deadlocks += execution.IsDeadlock ? 1 : 0;
            if (execution.IsComplete)
            {
                Complete++;
                Outcomes.Add($"{Value(execution, 0, "y")} {Value(execution, 1, "x")}");
            }

            return true;
        }

        private static string Value(IExecution execution, int thread, string name) =>
            execution.TryGetObserved(thread, name, out ulong value) ? $"{name}={value}" : "";
    }
}
