using Racewalk.Executions;
using Racewalk.Exploration.Clocks;
using Racewalk.Exploration.Paths;
using Racewalk.Models;
using static Racewalk.Exploration.Tests.Short;

namespace Racewalk.Exploration.Tests;

// The checks of the explorers' own state find what is wrong with it.
public sealed class InvariantTests
{
    private delegate void Damage(ClockLog log);

    public static TheoryData<string> Damages => ["clock", "prefix", "coherence", "value", "index"];

    [Fact]
    public void Check_LogIsSound_Passes()
    {
        (ClockLog log, PathTree tree) = MessagePassing();
        ClockInvariants<ScOrder>.Check(log, tree);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void Check_LogIsDamaged_Throws(string damage)
    {
        (ClockLog log, PathTree tree) = MessagePassing();
        ref ClockEvent read = ref log.Events[3];
        switch (damage)
        {
            case "clock":
                // It forgets one of the writes before it.
                ClockEvent.SetLane(ref read.Before, 0, 1);
                break;
            case "prefix":
                ClockEvent.SetLane(ref read.Prefix, 0, 0);
                break;
            case "coherence":
                log.Events[1].CoherencePrevious = 0;
                log.Locations[1].CoherenceLast = 0;
                break;
            case "value":
                read.Value = 7;
                break;
            case "index":
                read.Index = 2;
                break;
        }

        Assert.Throws<InvariantException>(() => ClockInvariants<ScOrder>.Check(log, tree));
    }

    [Fact]
    public void Explore_ModelChangesItsMind_Throws() => Assert.Throws<InvariantException>(() => Explorer.Explore(
        Program(t => { t.Store(X, 1); t.Fence(FenceKind.Full); t.Store(Y, 1); }),
        new Fickle(),
        null,
        new ExplorationOptions { ChecksInvariants = true }));

    private static (ClockLog Log, PathTree Tree) MessagePassing()
    {
        var tree = new PathTree(Program(t => t.Store(X, 1), t => t.Load(Y)), takesTranslation: false);
        int x = tree.Location(X);
        int y = tree.Location(Y);
        var log = new ClockLog(2);
        foreach (ref ThreadCursor t in log.Threads.AsSpan())
        {
            t.ProgramLast = t.ReadChain = t.WriteChain = -1;
        }

        int first = ClockAppend<ScOrder>.Write(log, 0, 0, x, -1, 1, EventFlags.None);
        int second = ClockAppend<ScOrder>.Write(log, 0, 0, y, -1, 1, EventFlags.None);
        ClockAppend<ScOrder>.Write(log, 1, 0, x, first, 2, EventFlags.None);
        ClockAppend<ScOrder>.Read(log, 1, 0, y, second, 1, EventFlags.None);
        return (log, tree);
    }

    /// <summary>Orders by barriers at first, and by nothing when asked about the last event again.</summary>
    private sealed class Fickle : IGraphModel
    {
        private readonly Armv8Model _model = new();
        private int _asked;

        public bool HasLoadBuffering => true;

        public EventSet LocalOrder(ExecutionGraph graph, int slot) => ++_asked <= 5 ? _model.LocalOrder(graph, slot) : default;

        public EventSet Prefix(ExecutionGraph graph, int slot) => _model.Prefix(graph, slot);

        public bool IsConsistent(ExecutionGraph graph) => _model.IsConsistent(graph);

        public bool Accepts(ExecutionGraph graph) => true;
    }
}
