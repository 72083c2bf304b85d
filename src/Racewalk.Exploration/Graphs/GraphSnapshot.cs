using Racewalk.Executions;
using Racewalk.Exploration.Clocks;
using Racewalk.Exploration.Paths;
using Racewalk.Programs;

namespace Racewalk.Exploration.Graphs;

/// <summary>Copies a graph into an <see cref="Execution"/>.</summary>
internal static class GraphSnapshot
{
    public static Execution Take(GraphLevel level, PathTree tree, SlotTable slots, Func<int, ThreadStatus> status, bool deadlock)
    {
        ExecutionGraph graph = level.Graph;
        var byStamp = new List<int>();
        foreach (int slot in graph.Present)
        {
            byStamp.Add(slot);
        }

        byStamp.Sort((a, b) => graph.Events[a].Stamp.CompareTo(graph.Events[b].Stamp));
        Span<int> id = stackalloc int[EventSet.Capacity];
        for (int i = 0; i < byStamp.Count; i++)
        {
            id[byStamp[i]] = i;
        }

        Span<int> coherence = stackalloc int[EventSet.Capacity];
        coherence.Clear();
        var final = new SortedDictionary<ulong, ulong>();
        for (int l = 0; l < tree.LocationCount; l++)
        {
            ulong value = tree.Initial(l);
            int place = 0;
            for (int w = graph.First(l); w >= 0; w = graph.Events[w].CoherenceNext)
            {
                coherence[w] = ++place;
                value = graph.Events[w].Value;
            }

            final[tree.Address(l)] = value;
        }

        var events = new ExecutionEvent[byStamp.Count];
        var threads = new ExecutionThread[slots.ThreadCount];
        for (int t = 0; t < threads.Length; t++)
        {
            var ids = new List<int>();
            var contexts = new ContextNumbers();
            for (int i = 0; i < slots.Length(t); i++)
            {
                int slot = slots.TryGet(t, i);
                if (!graph.Has(slot))
                {
                    continue;
                }

                ref GraphEvent e = ref graph.Events[slot];
                ids.Add(id[slot]);
                events[id[slot]] = new ExecutionEvent
                {
                    Id = id[slot],
                    Thread = t,
                    Index = ids.Count - 1,
                    Context = contexts.Next(e.Context, e.Kind == EventKind.Poll && e.Source >= 0),
                    Kind = e.Kind,
                    Operation = tree.ToOperation(e.Node),
                    Value = e.Value,
                    ReadsFrom = e.Source < 0 ? -1 : graph.Has(e.Source) ? id[e.Source] : throw new InvariantException($"the source of event {slot} is not there"),
                    Coherence = coherence[slot],
                    RmwPartner = e.Partner >= 0 && graph.Has(e.Partner) ? id[e.Partner] : -1,
                    Notes = e.Kind == EventKind.Write && e.IsRmw ? [] : tree.NotesSinceEvent(e.Node),
                };
            }

            ref GraphCursor c = ref level.Cursors[t];
            int last = c.Node >= 0 ? c.Node : c.LastNode;
            int lastEvent = ids.Count > 0 ? byStamp[ids[^1]] : -1;
            threads[t] = new ExecutionThread
            {
                Status = status(t),
                Events = ids,
                FinalNotes = FinalNotes(tree, last, c.State, lastEvent >= 0 ? graph.Events[lastEvent].Node : -1),
            };
        }

        return new Execution { Events = events, Threads = threads, Final = final, IsDeadlock = deadlock };
    }

    /// <summary>The notes at a thread's end: those of the operation it stands at, if that is not its last event; for an idle CPU those of its task's end.</summary>
    public static IReadOnlyList<Note> FinalNotes(PathTree tree, int node, CursorState state, int lastEventNode)
    {
        if (state == CursorState.Idle)
        {
            // The idle poll hangs below the task's end.
            return tree.NotesSinceEvent(tree.Nodes[node].Parent);
        }

        return node == lastEventNode ? [] : tree.NotesSinceEvent(node);
    }
}

/// <summary>Numbers the contexts of a CPU: 0 the task, n the n-th interrupt taken.</summary>
internal struct ContextNumbers
{
    private readonly Dictionary<int, int> _numbers = new() { [0] = 0 };
    private int _taken;
    private bool _fresh;

    public ContextNumbers()
    {
    }

    /// <summary>The number of the context of the next event in program order.</summary>
    public int Next(int stack, bool takesInterrupt)
    {
        if (_fresh)
        {
            // The handler that the poll before started, or, if that did nothing, the context that goes on.
            _fresh = false;
            if (stack != 0)
            {
                _numbers[stack] = _taken;
            }
        }

        int number = _numbers.GetValueOrDefault(stack, _taken);
        if (takesInterrupt)
        {
            _taken++;
            _fresh = true;
        }

        return number;
    }
}
