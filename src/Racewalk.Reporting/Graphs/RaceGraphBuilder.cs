using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Litmus.Checking;
using Racewalk.Programs;
using Racewalk.Reporting.Order;
using Racewalk.Reporting.Race;
using Racewalk.Reporting.Text;

namespace Racewalk.Reporting.Graphs;

/// <summary>Makes the graph of an execution of a scenario: the accesses at which CPUs meet, and the barriers between them.</summary>
public sealed class RaceGraphBuilder
{
    private readonly RaceStory _story;
    private readonly IReadOnlyList<ExecutionEvent> _events;
    private readonly int[] _node;
    private readonly List<GraphEdge> _edges = [];

    private RaceGraphBuilder(RaceStory story, HashSet<int> shown)
    {
        _story = story;
        _events = story.Execution.Events;
        _node = new int[_events.Count];
        Array.Fill(_node, -1);
        int next = 0;
        foreach (int id in story.Execution.Threads.SelectMany(static t => t.Events).Where(shown.Contains))
        {
            // A read-modify-write is one node; its read part comes first.
            int partner = _events[id].RmwPartner;
            _node[id] = partner >= 0 && _node[partner] >= 0 ? _node[partner] : next++;
        }
    }

    /// <summary>The graph.</summary>
    /// <param name="story">The execution and its names.</param>
    /// <param name="formatValue">What a value (the second) means at an address (the first); null, or a result of null, where a plain number will do.</param>
    public static ExecutionGraph Of(RaceStory story, Func<ulong, ulong, string?>? formatValue = null)
    {
        Func<ulong, ulong, string> format = (address, value) => formatValue?.Invoke(address, value) ?? ValueText.Format(value);
        IReadOnlyList<CommunicationEdge> communication = Communication.Of(story.Execution);
        SwappedAccesses? swap = Linearisation.Of(story.Execution, story.Model, story.FailedThread).Swapped.FirstOrDefault();
        ExecutionGraph graph = Build(story, communication, swap, format, withLocks: false);

        // The way that shows the swap may go through locks or calls, which are told in words otherwise.
        return swap is null || graph.Cycle.Count > 0 ? graph : Build(story, communication, swap, format, withLocks: true);
    }

    private static ExecutionGraph Build(
        RaceStory story, IReadOnlyList<CommunicationEdge> communication, SwappedAccesses? swap, Func<ulong, ulong, string> format, bool withLocks)
    {
        HashSet<int> shown = Shown(story, swap, withLocks ? static _ => true : e => new EffectWriter(story, new Meetings(story.Execution), format).WeightOf(e) == Weight.Meeting);
        var builder = new RaceGraphBuilder(story, shown);
        ExecutionGraph graph = builder.Build(communication, format);
        return swap is null ? graph : ReorderingCycle.Mark(
            graph, (builder._node[swap.First], builder._node[swap.Second]),
            $"no order of all accesses, one after the other, is like this; {story.Model} allows it, as it does not keep all of program order");
    }

    private static HashSet<int> Shown(RaceStory story, SwappedAccesses? swap, Func<ExecutionEvent, bool> isShown)
    {
        Execution execution = story.Execution;
        var meetings = new Meetings(execution);
        HashSet<int> shown = [.. execution.Events.Where(e => e.Kind is EventKind.Read or EventKind.Write && meetings.IsMeeting(e) && isShown(e)).Select(static e => e.Id)];
        if (swap is not null)
        {
            shown.UnionWith([swap.First, swap.Second]);
        }

        shown.UnionWith(shown.Select(id => execution.Events[id].RmwPartner).Where(static id => id >= 0).ToArray());
        foreach (ExecutionThread thread in execution.Threads)
        {
            int first = thread.Events.ToList().FindIndex(shown.Contains);
            int last = thread.Events.ToList().FindLastIndex(shown.Contains);
            shown.UnionWith(thread.Events.Where((id, i) => first >= 0 && i > first && i < last && execution.Events[id].Kind == EventKind.Fence));
        }

        return shown;
    }

    private ExecutionGraph Build(IReadOnlyList<CommunicationEdge> communication, Func<ulong, ulong, string> format)
    {
        int[] ordinal = ReadOrdinals.Of(_story.Execution);
        foreach (ExecutionThread thread in _story.Execution.Threads)
        {
            int[] ids = [.. thread.Events.Where(id => _node[id] >= 0)];
            for (int i = 0; i + 1 < ids.Length; i++)
            {
                Add(ids[i], ids[i + 1], "po");
            }

            AddDependencies(ids, ordinal);
        }

        // Within a thread, coherence and from-reads say what program order says.
        foreach (CommunicationEdge edge in communication.Where(e => _node[e.From] >= 0 && _node[e.To] >= 0))
        {
            if (edge.Kind == CommunicationKind.ReadsFrom || _events[edge.From].Thread != _events[edge.To].Thread)
            {
                Add(edge.From, edge.To, Label(edge.Kind));
            }
        }

        var steps = new StepTrack(_story.Execution);
        return new ExecutionGraph(
            [.. Enumerable.Range(0, _story.Execution.Threads.Count).Select(RaceStory.CpuName)],
            [
                .. _story.Execution.Threads.SelectMany(static t => t.Events).Where(id => _node[id] >= 0).DistinctBy(id => _node[id])
                    .Select(id => new GraphNode(_events[id].Thread, EventLetters.Of(_node[id]), EventText.Of(_story, _events[id], format), steps.Of(id).Name)),
            ],
            _edges,
            [],
            "");
    }

    // A branch is drawn to the first write behind it; it orders all that follow.
    private void AddDependencies(int[] ids, int[] ordinal)
    {
        foreach (int read in ids.Where(id => ordinal[id] >= 0))
        {
            bool isBranched = false;
            foreach (ExecutionEvent later in ids.Select(id => _events[id]).Where(e => e.Index > _events[read].Index && e.Context == _events[read].Context))
            {
                Operation operation = later.Operation;
                if (operation.AddressReads.Contains(ordinal[read]))
                {
                    Add(read, later.Id, "addr");
                }

                bool isWrite = later.Kind == EventKind.Write;
                if (isWrite && operation.DataReads.Contains(ordinal[read]))
                {
                    Add(read, later.Id, "data");
                }

                if (isWrite && !isBranched && operation.ControlReads.Contains(ordinal[read]))
                {
                    isBranched = true;
                    Add(read, later.Id, "ctrl");
                }
            }
        }
    }

    private static string Label(CommunicationKind kind) => kind switch
    {
        CommunicationKind.ReadsFrom => "rf",
        CommunicationKind.Coherence => "co",
        _ => "fr",
    };

    private void Add(int from, int to, string label)
    {
        var edge = new GraphEdge(_node[from], _node[to], label);
        if (edge.From != edge.To && !_edges.Contains(edge))
        {
            _edges.Add(edge);
        }
    }
}
