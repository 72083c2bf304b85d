using Racewalk.Executions;
using Racewalk.Exploration.Graphs;
using Racewalk.Exploration.Paths;

namespace Racewalk.Exploration.Clocks;

/// <summary>Copies a log into an <see cref="Execution"/>.</summary>
internal static class ClockSnapshot
{
    public static Execution Take(ClockLog log, PathTree tree, Func<int, ThreadStatus> status, bool deadlock)
    {
        int[] coherence = new int[log.Count];
        int[] partner = new int[log.Count];
        Array.Fill(partner, -1);
        var final = new SortedDictionary<ulong, ulong>();
        for (int l = 0; l < tree.LocationCount; l++)
        {
            ulong value = tree.Initial(l);
            int place = 0;
            for (int w = l < log.Locations.Length ? log.Locations[l].CoherenceFirst : -1; w >= 0; w = log.Events[w].CoherenceNext)
            {
                coherence[w] = ++place;
                value = log.Events[w].Value;
            }

            final[tree.Address(l)] = value;
        }

        for (int i = 0; i < log.Count; i++)
        {
            if (log.Events[i].IsRmwWrite)
            {
                partner[i] = log.Events[i].ProgramPrevious;
                partner[partner[i]] = i;
            }
        }

        var events = new ExecutionEvent[log.Count];
        var threads = new ExecutionThread[log.Threads.Length];
        for (int t = 0; t < threads.Length; t++)
        {
            threads[t] = TakeThread(log, tree, t, status(t), coherence, partner, events);
        }

        return new Execution { Events = events, Threads = threads, Final = final, IsDeadlock = deadlock };
    }

    private static ExecutionThread TakeThread(
        ClockLog log, PathTree tree, int thread, ThreadStatus status, int[] coherence, int[] partner, ExecutionEvent[] events)
    {
        var ids = new List<int>();
        for (int e = log.Threads[thread].ProgramLast; e >= 0; e = log.Events[e].ProgramPrevious)
        {
            ids.Add(e);
        }

        ids.Reverse();
        var contexts = new ContextNumbers();
        foreach (int id in ids)
        {
            ref ClockEvent e = ref log.Events[id];
            events[id] = new ExecutionEvent
            {
                Id = id,
                Thread = thread,
                Index = e.Index,
                Context = contexts.Next(e.Context, e.Kind == EventKind.Poll && e.Source >= 0),
                Kind = e.Kind,
                Operation = tree.ToOperation(e.Node),
                Value = e.Value,
                ReadsFrom = e.Kind is EventKind.Read or EventKind.Poll ? e.Source : -1,
                Coherence = coherence[id],
                RmwPartner = partner[id],
                Notes = e.IsRmwWrite ? [] : tree.NotesSinceEvent(e.Node),
            };
        }

        ref ThreadCursor t = ref log.Threads[thread];
        int last = t.Node >= 0 ? t.Node : t.LastNode;
        int lastEvent = ids.Count > 0 ? log.Events[ids[^1]].Node : -1;
        return new ExecutionThread
        {
            Status = status,
            Events = ids,
            FinalNotes = GraphSnapshot.FinalNotes(tree, last, t.State, lastEvent),
        };
    }
}
