using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>What is before the completion of an invalidation together with a walk's read.</summary>
internal static class InvalidationUsers
{
    private const ulong PageMask = (1 << 12) - 1;

    /// <summary>
    /// The read; if it is another thread's, what was translated by it (<c>used</c>), and the reads of the same level that translated an earlier access of its
    /// thread at the same distance from the beginning of its page (<c>again</c>, AARCH-24876).
    /// </summary>
    public static EventSet Of(ExecutionGraph graph, int read, int invalidator)
    {
        EventSet users = default;
        users.Add(read);
        if (graph.Events[read].Thread == invalidator)
        {
            return users;
        }

        foreach (int slot in Translated(graph, read))
        {
            users.Add(slot);
            if (graph.Events[slot].IsAccess && !graph.Events[slot].IsWalk)
            {
                users |= Again(graph, ref graph.Events[slot], RankOf(graph, ref graph.Events[slot], read));
            }
        }

        return users;
    }

    /// <summary>The read and what was translated by it, of whatever thread (x86: docs/models/translation.md, 3, INVLPGB).</summary>
    public static EventSet Of(ExecutionGraph graph, int read)
    {
        EventSet users = Translated(graph, read);
        users.Add(read);
        return users;
    }

    private static EventSet Translated(ExecutionGraph graph, int read)
    {
        EventSet users = default;
        ref GraphEvent t = ref graph.Events[read];
        for (int index = t.Index + 1; index < graph.ThreadLength(t.Thread); index++)
        {
            int slot = graph.SlotAt(t.Thread, index);
            if (graph.Has(slot) && graph.Events[slot].AddressReads.Contains(read) && !(graph.Events[slot].Kind == EventKind.Write && graph.Events[slot].IsWalk))
            {
                users.Add(slot);
            }
        }

        return users;
    }

    private static EventSet Again(ExecutionGraph graph, ref GraphEvent access, int rank)
    {
        EventSet reads = default;
        for (int index = 0; index < access.Index; index++)
        {
            int slot = graph.SlotAt(access.Thread, index);
            ref GraphEvent e = ref graph.Events[slot];
            if (!graph.Has(slot) || !e.IsAccess || e.IsWalk || ((graph.Addresses[e.Location] ^ graph.Addresses[access.Location]) & PageMask) != 0)
            {
                continue;
            }

            foreach (int read in e.AddressReads)
            {
                if (graph.Events[read].IsWalk && RankOf(graph, ref e, read) == rank)
                {
                    reads.Add(read);
                }
            }
        }

        return reads;
    }

    /// <summary>Which read of its walk a read is, from the root.</summary>
    private static int RankOf(ExecutionGraph graph, ref GraphEvent access, int read)
    {
        int rank = 0;
        foreach (int other in access.AddressReads)
        {
            rank += graph.Events[other].IsWalk && graph.Events[other].Index < graph.Events[read].Index ? 1 : 0;
        }

        return rank;
    }
}
