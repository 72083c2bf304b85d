using Racewalk.Programs;

namespace Racewalk.Machine.Tests;

/// <summary>call_rcu and rcu_barrier.</summary>
public sealed class RcuCallbackTests
{
    private const ulong X = 64;
    private const ulong Y = 72;
    private const ulong Z = 80;
    private static readonly RcuHead s_head = new(128, "head", static (c, argument) => c.WriteOnce(Y, argument));
    private static readonly RcuHead s_second = new(136, "second", static (c, argument) => c.WriteOnce(Z, argument));

    public static TheoryData<string> Architectures => [.. Architecture.All.Select(static a => a.ToString())];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void A_callback_runs_after_readers_of_before(string architecture)
    {
        RcuRun Run(bool inSection) => RcuRun.Explore(architecture, ["x", "y"], [s_head], [], Queue, c =>
        {
            if (inSection)
            {
                c.RcuReadLock();
            }

            c.Observe("x", c.ReadOnce(X));
            c.Observe("y", c.ReadOnce(Y));
            if (inSection)
            {
                c.RcuReadUnlock();
            }
        });

        Assert.DoesNotContain("x=0 y=1", Run(inSection: true).Outcomes);
        Assert.Contains("x=0 y=1", Run(inSection: false).Outcomes);
    }

    // What precedes call_rcu is seen by the callback, by whichever barriers the grace period has.
    [Theory]
    [MemberData(nameof(Architectures))]
    public void A_callback_sees_what_was_before_it_was_queued(string architecture)
    {
        var head = new RcuHead(128, "head", static (c, _) => c.Observe("x", c.ReadOnce(X)));

        RcuRun run = RcuRun.Explore(architecture, ["x"], [head], [], c =>
        {
            c.WriteOnce(X, 1);
            c.CallRcu(head, 1);
        });

        Assert.Equal(["x=1"], run.Outcomes);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Executions_are_complete_whether_a_callback_was_queued_or_not(string architecture)
    {
        RcuRun run = RcuRun.Explore(
            architecture,
            ["queued", "y"],
            [s_head],
            [],
            c =>
            {
                Word x = c.ReadOnce(X);
                if (x == 1)
                {
                    c.CallRcu(s_head, 1);
                }

                c.Observe("queued", x);
            },
            c => c.WriteOnce(X, 1),
            c => c.Observe("y", c.ReadOnce(Y)));

        Assert.Equal(["queued=0 y=0", "queued=1 y=0", "queued=1 y=1"], run.Outcomes);
        Assert.Equal(3, run.Complete);
        Assert.Equal(0, run.Deadlocks);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Rcu_barrier_waits_for_the_callback(string architecture)
    {
        RcuRun Run(bool waits) => RcuRun.Explore(architecture, ["y"], [s_head], [], c =>
        {
            c.CallRcu(s_head, 1);
            if (waits)
            {
                c.RcuBarrier();
            }

            c.Observe("y", c.ReadOnce(Y));
        });

        Assert.Equal(["y=1"], Run(waits: true).Outcomes);
        Assert.Equal(["y=0", "y=1"], Run(waits: false).Outcomes);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Rcu_barrier_before_what_a_reader_waits_for_is_a_deadlock(string architecture)
    {
        RcuRun Run(bool waits) => RcuRun.Explore(
            architecture,
            [],
            [s_head],
            [],
            c =>
            {
                c.Xchg(X, 1);
                c.CallRcu(s_head, 1);
                if (waits)
                {
                    c.RcuBarrier();
                }

                c.SmpStoreRelease(X, 2);
            },
            c =>
            {
                c.RcuReadLock();
                c.SmpCondLoadRelaxedEqual(X, 2);
                c.RcuReadUnlock();
            });

        Assert.True(Run(waits: true).Deadlocks > 0);
        Assert.Equal(0, Run(waits: false).Deadlocks);
    }

    // One grace period for several callbacks has no outcome that one for each has not.
    [Theory]
    [MemberData(nameof(Architectures))]
    public void Sharing_a_grace_period_has_no_further_outcomes(string architecture)
    {
        string[] names = ["x", "y", "z"];
        static void Read(Cpu cpu)
        {
            cpu.RcuReadLock();
            cpu.Observe("x", cpu.ReadOnce(X));
            cpu.Observe("z", cpu.ReadOnce(Z));
            cpu.Observe("y", cpu.ReadOnce(Y));
            cpu.RcuReadUnlock();
        }

        RcuRun separate = RcuRun.Explore(architecture, names, [s_head, s_second], [], c =>
        {
            c.CallRcu(s_head, 1);
            c.WriteOnce(X, 1);
            c.CallRcu(s_second, 1);
        }, Read);
        RcuRun shared = RcuRun.Explore(architecture, names, [], [], c =>
        {
            c.WriteOnce(X, 1);
            c.SynchronizeRcu();
            c.WriteOnce(Y, 1);
            c.WriteOnce(Z, 1);
        }, Read);

        Assert.Subset(separate.Outcomes, shared.Outcomes);
        Assert.Contains("x=0 y=1 z=0", separate.Outcomes);
        Assert.DoesNotContain("x=0 y=1 z=0", shared.Outcomes);
    }

    [Fact]
    public void A_callback_that_leaves_a_lock_held_is_found()
    {
        var head = new RcuHead(128, "head", static (c, _) => c.SpinLock(new Spinlock(88, "lock")));
        Assert.Contains("leaves", Assert.Single(RcuRun.Explore("sc", [], [head], [], c => c.CallRcu(head, 1)).Failures), StringComparison.Ordinal);
        Assert.Empty(RcuRun.Explore("sc", [], [s_head], [], c => c.CallRcu(s_head, 1)).Failures);
    }

    [Fact]
    public void A_head_that_is_queued_twice_is_found()
    {
        RcuRun twice = RcuRun.Explore("sc", [], [s_head], [], c => { c.CallRcu(s_head, 1); c.CallRcu(s_head, 1); });
        RcuRun again = RcuRun.Explore("sc", [], [s_head], [], c => { c.CallRcu(s_head, 1); c.RcuBarrier(); c.CallRcu(s_head, 1); });
        Assert.True(twice.Deadlocks > 0);
        Assert.Equal(0, again.Deadlocks);
    }

    private static void Queue(Cpu cpu)
    {
        cpu.WriteOnce(X, 1);
        cpu.CallRcu(s_head, 1);
    }
}
