using Racewalk.Executions;
using Racewalk.Oracle.Unfolding;

namespace Racewalk.Oracle.Axioms;

/// <summary>
/// RCU under a model of hardware, by brute force: all ways to choose, for each grace period and each read-side section, which of the two comes
/// first.
/// </summary>
internal static class GracePeriods
{
    /// <summary>Whether one of the choices makes the candidate consistent.</summary>
    public static bool IsAllowed(Candidate candidate, Func<Relation, bool> isOrdered)
    {
        Skeleton skeleton = candidate.Skeleton;
        int count = skeleton.Count;
        var pairs = new List<(Relation First, Relation Second)>();
        List<(ulong UpToEnd, ulong FromBegin)> sections = Sections(skeleton);
        for (int id = 0; id < count; id++)
        {
            if (skeleton.Events[id] is not { Kind: EventKind.Fence, Fence: FenceKind.SyncRcu })
            {
                continue;
            }

            ulong after = Accesses(skeleton, skeleton.Later(id));
            ulong before = Accesses(skeleton, ~skeleton.External(id) & ((1UL << id) - 1));
            foreach ((ulong upToEnd, ulong fromBegin) in sections)
            {
                pairs.Add((Relation.Product(count, upToEnd, after), Relation.Product(count, before, fromBegin)));
            }
        }

        for (long choice = 0; choice < 1L << pairs.Count; choice++)
        {
            var assumed = new Relation(count);
            for (int i = 0; i < pairs.Count; i++)
            {
                assumed |= (choice >> i & 1) == 0 ? pairs[i].First : pairs[i].Second;
            }

            if (isOrdered(assumed))
            {
                return true;
            }
        }

        return false;
    }

    // What a CPU does up to the end of a section, and from its beginning on: a CPU executes a full barrier outside of sections while a grace period waits.
    private static List<(ulong UpToEnd, ulong FromBegin)> Sections(Skeleton skeleton)
    {
        var sections = new List<(ulong, ulong)>();
        int depth = 0;
        int start = 0;
        for (int id = 0; id < skeleton.Count; id++)
        {
            ThreadEvent e = skeleton.Events[id];
            if (e.Kind != EventKind.Fence)
            {
                continue;
            }

            if (e.Fence == FenceKind.RcuLock && depth++ == 0)
            {
                start = id;
            }
            else if (e.Fence == FenceKind.RcuUnlock && --depth == 0)
            {
                sections.Add((Accesses(skeleton, ~skeleton.External(id) & ((1UL << id) - 1)), Accesses(skeleton, skeleton.Later(start))));
            }
        }

        return sections;
    }

    private static ulong Accesses(Skeleton skeleton, ulong events)
    {
        ulong accesses = 0;
        for (int id = 0; id < skeleton.Count; id++)
        {
            accesses |= (events >> id & 1) != 0 && skeleton.Events[id].Location >= 0 ? 1UL << id : 0;
        }

        return accesses;
    }
}
