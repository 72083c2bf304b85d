using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// The commonest reason why a read may not be from before a write w (AXIOMS §7.4): the read follows, in preserved program order, a read of its thread from r, and w is before r by releases and reads-from alone, so that
/// the read, w and r make a link of propagation back to the thread.
/// </summary>
internal static class LkmmKnown
{
    /// <summary>Whether it is so.</summary>
    /// <param name="graph">The graph, <see cref="LkmmBefore.IsSimple"/>.</param>
    /// <param name="before">What is before the read in its thread, in preserved program order.</param>
    /// <param name="write">The write.</param>
    public static bool Has(ExecutionGraph graph, EventSet before, int write)
    {
        EventSet open = default;
        foreach (int slot in before & graph.Present)
        {
            ref GraphEvent e = ref graph.Events[slot];

            // A read-modify-write that fails orders nothing.
            if (e.Kind == EventKind.Read && !LkmmTags.Failed(ref e))
            {
                AddSource(graph, ref e, ref open);
            }
        }

        EventSet done = default;
        while (open.Last is >= 0 and var slot)
        {
            open.Remove(slot);
            done.Add(slot);
            ref GraphEvent w = ref graph.Events[slot];
            EventSet next = default;
            if (LkmmTags.IsRelease(ref w))
            {
                EventSet released = w.LocalOrder & graph.Present;
                if (released.Contains(write))
                {
                    return true;
                }

                foreach (int access in released)
                {
                    AddSource(graph, ref graph.Events[access], ref next);
                }

                if (next.Contains(write))
                {
                    return true;
                }
            }

            if (w.IsRmw && graph.Has(w.Partner))
            {
                // A sequence of read-modify-writes carries on what its first write propagates.
                AddSource(graph, ref graph.Events[w.Partner], ref next);
            }

            open |= next - done;
        }

        return false;
    }

    private static void AddSource(ExecutionGraph graph, ref GraphEvent read, ref EventSet sources)
    {
        if (read.Kind == EventKind.Read && read.Source >= 0 && graph.Has(read.Source) && graph.Events[read.Source].Thread != read.Thread)
        {
            sources.Add(read.Source);
        }
    }
}
