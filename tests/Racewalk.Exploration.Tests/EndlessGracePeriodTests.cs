using Racewalk.Executions;
using Racewalk.Models;
using Racewalk.Programs;
using static Racewalk.Exploration.Tests.Short;

namespace Racewalk.Exploration.Tests;

// A grace period that never ends is a deadlock, and no execution is lost or made up because of it.
public sealed class EndlessGracePeriodTests
{
    public static TheoryData<string, bool> Models
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (MemoryModel model in MemoryModel.All)
            {
                data.Add(model.Name, false);
                data.Add(model.Name, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Explore_ReaderAwaitsWhatFollowsTheGracePeriod_DeadlockNamesTheReader(string model, bool readerFirst)
    {
        Seen seen = Explore(
            model,
            readerFirst,
            t =>
            {
                t.Fence(FenceKind.SyncRcu);
                t.Store(Y, 1);
            },
            t =>
            {
                t.Fence(FenceKind.RcuLock);
                t.Await(Y, AwaitKind.Equal, 1);
                t.Fence(FenceKind.RcuUnlock);
            });

        // It ends if the section begins in the middle of it.
        Assert.Equal((1, 1), (seen.Complete, seen.Deadlocks));
        Assert.Equal([1], seen.Readers);
        Assert.Equal([ThreadStatus.Blocked, ThreadStatus.Blocked], seen.Statuses);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Explore_ReaderAwaitsWhatPrecedesTheGracePeriod_OneExecution(string model, bool readerFirst)
    {
        Seen seen = Explore(
            model,
            readerFirst,
            t =>
            {
                t.Store(Y, 1);
                t.Fence(FenceKind.SyncRcu);
                t.Store(Z, 1);
            },
            t =>
            {
                t.Fence(FenceKind.RcuLock);
                t.Await(Y, AwaitKind.Equal, 1);
                t.Fence(FenceKind.RcuUnlock);
            });

        Assert.Equal((1, 0), (seen.Complete, seen.Deadlocks));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Explore_WaitOutsideOfTheSection_OneExecution(string model, bool readerFirst)
    {
        Seen seen = Explore(
            model,
            readerFirst,
            t =>
            {
                t.Fence(FenceKind.SyncRcu);
                t.Store(Y, 1);
            },
            t =>
            {
                t.Fence(FenceKind.RcuLock);
                _ = t.Load(X);
                t.Fence(FenceKind.RcuUnlock);
                t.Await(Y, AwaitKind.Equal, 1);
            });

        Assert.Equal((1, 0), (seen.Complete, seen.Deadlocks));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Explore_GracePeriodInsideItsOwnSection_Deadlock(string model, bool readerFirst)
    {
        Seen seen = Explore(
            model,
            readerFirst,
            t =>
            {
                t.Fence(FenceKind.RcuLock);
                t.Store(X, 1);
                t.Fence(FenceKind.SyncRcu);
                t.Store(Y, 1);
                t.Fence(FenceKind.RcuUnlock);
            },
            static _ => { });

        Assert.Equal((0, 1), (seen.Complete, seen.Deadlocks));
        Assert.Equal([0], seen.Readers);
    }

    // Two locks and a grace period in a ring, as in a deadlock by locks alone.
    [Theory]
    [MemberData(nameof(Models))]
    public void Explore_GracePeriodUnderALockThatAReaderWants_Deadlock(string model, bool readerFirst)
    {
        Seen seen = Explore(model, readerFirst, Updater, Reader(inside: true));
        Seen clean = Explore(model, readerFirst, Updater, Reader(inside: false));

        Assert.Equal((2, 1), (seen.Complete, seen.Deadlocks));
        Assert.Equal((2, 0), (clean.Complete, clean.Deadlocks));

        static void Updater(ThreadContext t)
        {
            TakeLock(t);
            t.Fence(FenceKind.SyncRcu);
            GiveLock(t);
        }

        static ThreadBody Reader(bool inside) => t =>
        {
            if (inside)
            {
                t.Fence(FenceKind.RcuLock);
            }

            TakeLock(t);
            GiveLock(t);
            if (inside)
            {
                t.Fence(FenceKind.RcuUnlock);
            }
        };
    }

    // The reader waits for ever only if the section began before the grace period; then that does not end, y stays 0, and z is written.
    [Theory]
    [MemberData(nameof(Models))]
    public void Explore_ReaderIsFreedWhileTheGracePeriodWaits_NoDeadlock(string model, bool readerFirst)
    {
        CheckedProgram program = Program(
            t =>
            {
                t.Store(X, 1);
                t.Fence(FenceKind.SyncRcu);
                t.Store(Y, 1);
            },
            t =>
            {
                t.Fence(FenceKind.RcuLock);
                if (t.Load(X) == 0)
                {
                    t.Await(Z, AwaitKind.Equal, 1);
                }

                t.Fence(FenceKind.RcuUnlock);
            },
            t =>
            {
                if (t.Load(Y) == 0)
                {
                    t.Store(Z, 1);
                }
            });
        var seen = new Seen();

        Explorer.Explore(program, Named(model), seen, new ExplorationOptions { ThreadOrder = readerFirst ? [1, 2, 0] : [0, 2, 1] });

        // Under LKMM open sections are not looked at, see docs/engine.md.
        Assert.Equal(model == "lkmm" ? 1 : 0, seen.Deadlocks);
        Assert.Equal(3, seen.Complete);
    }

    // A thread that fails inside a section was in it until then.
    [Theory]
    [MemberData(nameof(Models))]
    public void Explore_ReaderFailsInsideTheSection_OnlyIfTheGracePeriodAllows(string model, bool readerFirst)
    {
        static ThreadBody Reader(bool inside) => t =>
        {
            if (inside)
            {
                t.Fence(FenceKind.RcuLock);
            }

            bool isOld = t.Load(X).Bits == 0;
            if (t.Load(Y) == 1 && isOld)
            {
                t.Fail(ViolationKind.Assertion, "old, then new");
            }

            if (inside)
            {
                t.Fence(FenceKind.RcuUnlock);
            }
        };

        Assert.Equal(0, Explore(model, readerFirst, Updater, Reader(inside: true)).Failures);
        Assert.True(Explore(model, readerFirst, Updater, Reader(inside: false)).Failures > 0);

        static void Updater(ThreadContext t)
        {
            t.Store(X, 1);
            t.Fence(FenceKind.SyncRcu);
            t.Store(Y, 1);
        }
    }

    // Who sleeps in a grace period takes interrupts.
    [Theory]
    [MemberData(nameof(Models))]
    public void Explore_ReaderInterruptsWhoWaitsForIt_NoDeadlock(string model, bool readerFirst)
    {
        CheckedProgram program = Program(
            [t => t.Store(Z, 1)],
            t =>
            {
                t.Store(X, 1);
                while (t.Poll())
                {
                }

                t.Fence(FenceKind.SyncRcu);
                t.Store(Y, 1);
            },
            t =>
            {
                t.Fence(FenceKind.RcuLock);
                t.Observe("x", t.Load(X));
                t.Send(0, 0);
                t.Await(Z, AwaitKind.Equal, 1);
                t.Fence(FenceKind.RcuUnlock);
            });
        var seen = new Seen();

        Explorer.Explore(program, Named(model), seen, new ExplorationOptions { ThreadOrder = readerFirst ? [1, 0] : [0, 1] });

        Assert.Equal(0, seen.Deadlocks);
        Assert.True(seen.SawOld);
    }

    private static void TakeLock(ThreadContext t) => t.AwaitRmw(RmwKind.Exchange, Z, 1, AwaitKind.Equal, 0, Access.None);

    private static void GiveLock(ThreadContext t) => t.Store(Z, 0);

    private static Seen Explore(string model, bool readerFirst, ThreadBody updater, ThreadBody reader)
    {
        var seen = new Seen();
        ExplorationResult result = Explorer.Explore(
            Program(updater, reader), Named(model), seen, new ExplorationOptions { ThreadOrder = readerFirst ? [1, 0] : [0, 1] });
        Assert.True(result.IsExhaustive);
        Assert.Equal(seen.Complete, result.Executions);
        return seen;
    }

    private static MemoryModel Named(string name) => MemoryModel.All.Single(m => m.Name == name);

    private sealed class Seen : IExecutionVisitor
    {
        public int Complete { get; private set; }

        public int Deadlocks { get; private set; }

        public int Failures { get; private set; }

        public bool SawOld { get; private set; }

        public IReadOnlyList<int> Readers { get; private set; } = [];

        public ThreadStatus[] Statuses { get; private set; } = [];

        public bool Visit(IExecution execution)
        {
            if (execution.IsComplete)
            {
                Complete++;
                Failures += Enumerable.Range(0, execution.ThreadCount).Count(t => execution.Failure(t) is not null);
                SawOld |= execution.TryGetObserved(1, "x", out ulong x) && x == 0;
            }
            else if (execution.IsDeadlock)
            {
                Deadlocks++;
                Readers = execution.WaitingReaders;
                Statuses = [.. Enumerable.Range(0, execution.ThreadCount).Select(execution.Status)];
                Assert.True(execution.Snapshot().IsDeadlock);
            }

            return true;
        }
    }
}
