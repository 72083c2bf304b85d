using Racewalk.Exploration;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Machine.Tests;

/// <summary>Reader-writer semaphores: what they exclude and order, and how they must not be used.</summary>
public sealed class RwSemaphoreTests
{
    private const ulong X = 64;
    private const ulong Y = 72;
    private static readonly RwSemaphore s_semaphore = new(128, "mmap_lock");
    private static readonly RwSemaphore s_other = new(136, "vm_lock");
    private static readonly Spinlock s_spinlock = new(144, "ptl");

    public static TheoryData<string> Architectures => [.. Architecture.All.Select(static a => a.ToString())];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void DownWrite_TwoIncrements_NoneIsLost(string architecture) => Assert.Equal(["2"], FinalOf(architecture, Increment, Increment));

    [Theory]
    [MemberData(nameof(Architectures))]
    public void DownRead_TwoIncrements_OneIsLost(string architecture) => Assert.Equal(["1", "2"], FinalOf(architecture, IncrementAsReader, IncrementAsReader));

    /// <summary>A reader waits for the writer and sees all that it did, or comes first.</summary>
    [Theory]
    [MemberData(nameof(Architectures))]
    public void DownRead_AgainstWriter_SeesAllOrNothing(string architecture) =>
        Assert.Equal(["0 0", "1 1"], SeenBySecond(architecture, WriteBoth, static cpu =>
        {
            cpu.DownRead(s_semaphore);
            Show(cpu);
            cpu.UpRead(s_semaphore);
        }));

    /// <summary>A reader that counts itself in without acquire may have read before it had the semaphore.</summary>
    [Theory]
    [InlineData("arm64+lse", true)]
    [InlineData("arm64+llsc", true)]
    [InlineData("ppc64-radix", true)]
    [InlineData("lkmm", true)]
    [InlineData("x86-64", false)]
    [InlineData("sc", false)]
    public void ReaderWithoutAcquire_AgainstWriter_IsTornWhereLoadsAreNotOrdered(string architecture, bool isTorn) =>
        Assert.Equal(isTorn, SeenBySecond(architecture, WriteBoth, static cpu =>
        {
            if (cpu.AtomicAddUnless(s_semaphore.Address, RwSemaphore.ReaderBias, RwSemaphore.WriterLocked, MemoryOrder.Relaxed))
            {
                Show(cpu);
                cpu.AtomicFetchSub(s_semaphore.Address, RwSemaphore.ReaderBias, MemoryOrder.Release);
            }
        }).Intersect(["1 0", "0 1"]).Any());

    /// <summary>A writer that gives it back without release lets the next see its stores in part.</summary>
    [Theory]
    [InlineData("arm64+lse")]
    [InlineData("ppc64-radix")]
    [InlineData("lkmm")]
    public void WriterWithoutRelease_AgainstReader_IsTorn(string architecture) =>
        Assert.Contains("1 0", SeenBySecond(
            architecture,
            static cpu =>
            {
                if (cpu.CmpxchgAcquire(s_semaphore.Address, 0, RwSemaphore.WriterLocked) == 0)
                {
                    cpu.WriteOnce(Y, 1);
                    cpu.WriteOnce(X, 1);
                    cpu.AtomicFetchSub(s_semaphore.Address, RwSemaphore.WriterLocked, MemoryOrder.Relaxed);
                }
            },
            static cpu =>
            {
                cpu.DownRead(s_semaphore);
                Show(cpu);
                cpu.UpRead(s_semaphore);
            }));

    [Fact]
    public void DownReadTrylock_AgainstWriter_FailsOrSeesAllOrNothing() =>
        Assert.Equal(["-", "0 0", "1 1"], SeenBySecond("arm64+lse", WriteBoth, static cpu =>
        {
            if (cpu.DownReadTrylock(s_semaphore))
            {
                Show(cpu);
                cpu.UpRead(s_semaphore);
            }
        }));

    /// <summary>Who has downgraded keeps writers out, and its stores are seen by readers.</summary>
    [Fact]
    public void DowngradeWrite_AgainstWriter_StaysExcluded() =>
        Assert.Equal(["0 0"], SeenBySecond("arm64+lse", WriteBoth, static cpu =>
        {
            cpu.DownWrite(s_semaphore);
            Word x = cpu.ReadOnce(X);
            cpu.DowngradeWrite(s_semaphore);
            cpu.Observe("x", cpu.ReadOnce(X) - x);
            cpu.Observe("y", 0);
            cpu.UpRead(s_semaphore);
        }));

    /// <summary>Each holds one for reading and wants the other for writing.</summary>
    [Fact]
    public void DownWrite_InBothOrders_Deadlock()
    {
        Outcomes outcomes = Explore("arm64+lse", [Nest(s_semaphore, s_other), Nest(s_other, s_semaphore)]);
        Assert.True(outcomes.HasDeadlock);
    }

    [Fact]
    public void DownWrite_InOneOrder_NoDeadlock() =>
        Assert.False(Explore("arm64+lse", [Nest(s_semaphore, s_other), Nest(s_semaphore, s_other)]).HasDeadlock);

    /// <summary>A task that something may interrupt goes round instead of blocking; the outcomes are the same.</summary>
    [Fact]
    public void DownRead_OnInterruptibleCpu_SeesAllOrNothing()
    {
        var outcomes = new Outcomes();
        var machine = new CheckedMachine(Architecture.Sc, 2) { Interruptible = 2 };
        Explorer.Explore(
            ProgramOf(machine, WriteBoth, static cpu => { cpu.DownRead(s_semaphore); Show(cpu); cpu.UpRead(s_semaphore); }), MemoryModel.Sc, outcomes);
        Assert.Equal(["0 0", "1 1"], outcomes.Seen);
    }

    [Fact]
    public void DownRead_WhatItHolds_SelfDeadlock() => Finds(ViolationKind.SelfDeadlock, static c => { c.DownRead(s_semaphore); c.DownRead(s_semaphore); });

    [Fact]
    public void DownWrite_UnderSpinlock_SleepingInAtomic() => Finds(ViolationKind.SleepingInAtomic, static c => { c.SpinLock(s_spinlock); c.DownWrite(s_semaphore); });

    [Fact]
    public void DownReadTrylock_UnderSpinlock_Fine() => Finds(null, static c =>
    {
        c.SpinLock(s_spinlock);
        Assert.True(c.DownReadTrylock(s_semaphore));
        c.UpRead(s_semaphore);
        c.SpinUnlock(s_spinlock);
    });

    [Fact]
    public void UpWrite_AfterDownRead_Discipline() => Finds(ViolationKind.Discipline, static c => { c.DownRead(s_semaphore); c.UpWrite(s_semaphore); });

    [Fact]
    public void End_WithSemaphoreHeld_Discipline() => Finds(ViolationKind.Discipline, static c => c.DownWrite(s_semaphore));

    [Fact]
    public void DownRead_OnPreemptRt_Refused() => Assert.Throws<NotSupportedException>(
        static () => RecordingSink.Run(new CheckedMachine(Architecture.Arm64, 1) { PreemptRt = true }, static c => c.DownRead(s_semaphore)));

    private static void Finds(ViolationKind? kind, Action<Cpu> body) =>
        Assert.Equal(kind, RecordingSink.Run(LoweringTests.MachineOf("arm64"), body).Failure?.Kind);

    private static void Increment(Cpu cpu)
    {
        cpu.DownWrite(s_semaphore);
        cpu.WriteOnce(X, cpu.ReadOnce(X) + 1);
        cpu.UpWrite(s_semaphore);
    }

    private static void IncrementAsReader(Cpu cpu)
    {
        cpu.DownRead(s_semaphore);
        cpu.WriteOnce(X, cpu.ReadOnce(X) + 1);
        cpu.UpRead(s_semaphore);
    }

    private static void WriteBoth(Cpu cpu)
    {
        cpu.DownWrite(s_semaphore);
        cpu.WriteOnce(Y, 1);
        cpu.WriteOnce(X, 1);
        cpu.UpWrite(s_semaphore);
    }

    private static void Show(Cpu cpu)
    {
        cpu.Observe("x", cpu.ReadOnce(X));
        cpu.Observe("y", cpu.ReadOnce(Y));

        // What is observed is shown before the operation that follows it.
        cpu.SmpMb();
    }

    private static Action<Cpu> Nest(RwSemaphore outer, RwSemaphore inner) => cpu =>
    {
        cpu.DownRead(outer);
        cpu.DownWrite(inner);
        cpu.UpWrite(inner);
        cpu.UpRead(outer);
    };

    private static IEnumerable<string> FinalOf(string architecture, params Action<Cpu>[] tasks) => Explore(architecture, tasks).Finals;

    private static IEnumerable<string> SeenBySecond(string architecture, params Action<Cpu>[] tasks) => Explore(architecture, tasks).Seen;

    private static Outcomes Explore(string architecture, Action<Cpu>[] tasks)
    {
        Architecture on = Architecture.All.Single(a => a.ToString() == architecture);
        var outcomes = new Outcomes();
        ExplorationResult result = Explorer.Explore(
            ProgramOf(new CheckedMachine(on, tasks.Length), tasks), MemoryModel.All.Single(m => m.Name == on.DefaultModel), outcomes);
        Assert.Empty(result.Bounds);
        return outcomes;
    }

    private static CheckedProgram ProgramOf(CheckedMachine machine, params Action<Cpu>[] tasks) => new()
    {
        Name = "semaphores",
        Threads = [.. tasks.Select(machine.Task)],
        Handlers = machine.Handlers,
    };

    private sealed class Outcomes : IExecutionVisitor
    {
        public SortedSet<string> Seen { get; } = new(StringComparer.Ordinal);

        public SortedSet<string> Finals { get; } = new(StringComparer.Ordinal);

        public bool HasDeadlock { get; private set; }

        public bool Visit(IExecution execution)
        {
            HasDeadlock |= execution.IsDeadlock;
            if (execution.IsComplete)
            {
                Finals.Add(FormattableString.Invariant($"{execution.Final(X)}"));
                Seen.Add(execution.TryGetObserved(1, "x", out ulong x) && execution.TryGetObserved(1, "y", out ulong y)
                    ? FormattableString.Invariant($"{x} {y}")
                    : "-");
            }

            return true;
        }
    }
}
