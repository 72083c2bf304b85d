using Racewalk.Executions;
using Racewalk.Exploration.Graphs;
using Racewalk.Exploration.Paths;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Exploration.Tests;

public sealed class WayBehindTests
{
    private const ulong X = 0x1000;
    private const ulong Y = 0x2000;
    private const ulong Z = 0x3000;

    public static TheoryData<string, bool> Ways => new()
    {
        { "end", true },
        { "relaxed store", false },
        { "release store", true },
        { "stores behind a barrier", true },
        { "release store behind an await", true },
        { "release store decided by an awaited value", false },
        { "release store decided by a read", false },
        { "release store decided by its own value", true },
        { "relaxed store decided by its own value", false },
        { "conditional atomic", false },
        { "release atomic", true },
        { "relaxed atomic", false },
        { "blocked by a read", false },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void NeedsWrite_BehindAnAtomic_IsWhatTheCodeSays(string way, bool expected)
    {
        Assert.Equal(expected, NeedsWrite(new LkmmModel(), way));
        Assert.Equal(expected, NeedsWrite(new Armv8Model(), way));
    }

    private static bool NeedsWrite(GraphModel model, string way)
    {
        var program = new CheckedProgram { Name = way, Threads = [t => Run(t, way)] };
        var tree = new PathTree(program, takesTranslation: false);
        var runner = new PathRunner(tree, new Stop(), mayStayInGracePeriods: false);
        int node = runner.Learn(tree.TaskRoot(0), 0);
        return new WayBehind(tree, model, runner.Learn, thread: 0, threads: 1).NeedsWrite(new ExecutionGraph(new SlotTable(1)), index: 0, node, value: 0);
    }

    private static void Run(ThreadContext t, string way)
    {
        t.Rmw(RmwKind.Add, X, 1, 0, Access.None);
        switch (way)
        {
            case "relaxed store":
                t.Store(Y, 1);
                break;
            case "release store":
                t.Store(Y, 1, Access.Release);
                break;
            case "stores behind a barrier":
                t.Fence(FenceKind.Full);
                t.Store(Y, 1);
                t.Store(Z, 1);
                break;
            case "release store behind an await":
                t.Await(Z, AwaitKind.NotEqual, 0, Access.Acquire);
                t.Store(Y, 1, Access.Release);
                break;
            case "release store decided by an awaited value":
                if (t.Await(Z, AwaitKind.NotEqual, 0, Access.Acquire) == 1)
                {
                    t.Store(Y, 1, Access.Release);
                }

                break;
            case "release store decided by a read":
                if (t.Load(Z) == 0)
                {
                    t.Store(Y, 1, Access.Release);
                }

                break;
            case "release store decided by its own value":
                Decide(t, Access.Release);
                break;
            case "relaxed store decided by its own value":
                Decide(t, Access.None);
                break;
            case "conditional atomic":
                t.Rmw(RmwKind.CompareExchange, Y, 1, 0, Access.Release);
                break;
            case "release atomic":
                t.Rmw(RmwKind.Add, Y, 1, 0, Access.Release);
                break;
            case "relaxed atomic":
                t.Rmw(RmwKind.Add, Y, 1, 0, Access.None);
                break;
            case "blocked by a read":
                t.Assume(t.Load(Z) == 1);
                break;
        }
    }

    // What the atomic wrote is 1; another value has the atomic's write in its prefix, by coherence.
    private static void Decide(ThreadContext t, Access access)
    {
        if (t.Load(X) == 1)
        {
            t.Store(Y, 1, access);
        }
        else
        {
            t.Store(Z, 1);
        }
    }

    private sealed class Stop : ILiveSink
    {
        bool ILiveSink.Arrive(int thread, int node, out ulong value)
        {
            value = 0;
            return false;
        }
    }
}
