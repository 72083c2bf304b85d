using Racewalk.Exploration;

namespace Racewalk.Scenarios;

/// <summary>How often a reader of an execution must turn from one CPU to another.</summary>
public static class ContextSwitches
{
    /// <summary>
    /// Puts the events into an order that respects program order, reads-from, coherence and from-reads, staying on a CPU as long as it can
    /// and then going to the one that can stay longest, and counts the neighbours of different CPUs. The best start counts. Where weak memory
    /// makes these orders cyclic there is no such line, and the order in which the events were added is taken.
    /// </summary>
    public static int Count(Execution execution)
    {
        List<int>[] before = Predecessors(execution);
        int best = int.MaxValue;
        for (int start = 0; start < execution.Threads.Count; start++)
        {
            best = Math.Min(best, Line(execution, before, start) ?? int.MaxValue);
        }

        return best == int.MaxValue ? AsAdded(execution) : best;
    }

    private static int AsAdded(Execution execution)
    {
        int switches = 0;
        for (int e = 1; e < execution.Events.Count; e++)
        {
            switches += execution.Events[e].Thread == execution.Events[e - 1].Thread ? 0 : 1;
        }

        return switches;
    }

    /// <summary>Events of other threads that each event comes after.</summary>
    private static List<int>[] Predecessors(Execution execution)
    {
        var before = new List<int>[execution.Events.Count];
        for (int e = 0; e < before.Length; e++)
        {
            before[e] = [];
        }

        foreach (ExecutionEvent e in execution.Events)
        {
            if (e.ReadsFrom >= 0)
            {
                before[e.Id].Add(e.ReadsFrom);
            }
        }

        foreach (IGrouping<ulong, ExecutionEvent> location in execution.Events
            .Where(e => e.Kind is Executions.EventKind.Read or Executions.EventKind.Write).GroupBy(e => e.Operation.Address))
        {
            ExecutionEvent[] writes = [.. location.Where(e => e.Kind == Executions.EventKind.Write).OrderBy(e => e.Coherence)];
            for (int w = 1; w < writes.Length; w++)
            {
                before[writes[w].Id].Add(writes[w - 1].Id);
            }

            // A walk that met a valid entry may have it from a TLB: that it misses a later write puts it before nothing.
            foreach (ExecutionEvent read in location.Where(e => e.Kind == Executions.EventKind.Read
                && !(e.Operation.Walk is { } rule && rule.OutcomeOf(e.Value) != Executions.WalkOutcome.Uncacheable)))
            {
                int source = read.ReadsFrom < 0 ? 0 : execution.Events[read.ReadsFrom].Coherence;
                if (source < writes.Length && writes[source].Id != read.RmwPartner)
                {
                    before[writes[source].Id].Add(read.Id);
                }
            }
        }

        return before;
    }

    private static int? Line(Execution execution, List<int>[] before, int thread)
    {
        int[] next = new int[execution.Threads.Count];
        bool[] done = new bool[execution.Events.Count];
        int switches = 0;
        int left = execution.Events.Count;
        while (left > 0)
        {
            int ran = Run(execution, before, next, done, thread);
            left -= ran;
            if (left == 0)
            {
                break;
            }

            int best = -1;
            int length = 0;
            for (int t = 0; t < next.Length; t++)
            {
                int possible = Possible(execution, before, next, done, t);
                if (possible > length)
                {
                    (best, length) = (t, possible);
                }
            }

            if (best < 0)
            {
                return null;
            }

            switches += switches == 0 && left == execution.Events.Count ? 0 : 1;
            thread = best;
        }

        return switches;
    }

    private static int Run(Execution execution, List<int>[] before, int[] next, bool[] done, int thread)
    {
        IReadOnlyList<int> events = execution.Threads[thread].Events;
        int first = next[thread];
        while (next[thread] < events.Count && before[events[next[thread]]].TrueForAll(p => done[p]))
        {
            done[events[next[thread]++]] = true;
        }

        return next[thread] - first;
    }

    private static int Possible(Execution execution, List<int>[] before, int[] next, bool[] done, int thread)
    {
        IReadOnlyList<int> events = execution.Threads[thread].Events;
        int e = next[thread];
        var run = new HashSet<int>();
        while (e < events.Count && before[events[e]].TrueForAll(p => done[p] || run.Contains(p)))
        {
            run.Add(events[e++]);
        }

        return e - next[thread];
    }
}
