using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Candidates;

/// <summary>Which invalidations are about which accesses to descriptors.</summary>
internal static class InvalidationPairs
{
    /// <summary>Whether an invalidation is about an access to a descriptor.</summary>
    public static bool AreRelated(Skeleton skeleton, CandidateEvent invalidation, CandidateEvent access) =>
        invalidation.Event.Invalidation is { } what
        && skeleton.IsEntryAccess(access)
        && (access.Event.Step is { } walk ? what.Covers(walk) : what.Entry == Invalidation.OfAll || what.Entry == access.Event.Location);

    /// <summary>
    /// The pairs of an invalidation and a walk's read that are ordered one way or the other in each execution (AXIOMS §5.4): the invalidation is completed
    /// by barriers of its thread, and the read is of the same thread or the invalidation is broadcast.
    /// </summary>
    public static IReadOnlyList<(int Invalidation, int Read)> Of(Skeleton skeleton)
    {
        var pairs = new List<(int Invalidation, int Read)>();
        for (int t = 0; t < skeleton.Events.Length; t++)
        {
            CandidateEvent invalidation = skeleton.Events[t];
            if (invalidation.Event.Invalidation is not { } what || !IsCompleted(skeleton, invalidation))
            {
                continue;
            }

            for (int r = 0; r < skeleton.Events.Length; r++)
            {
                CandidateEvent read = skeleton.Events[r];
                if (read.IsRead && read.Event.IsImplicit && AreRelated(skeleton, invalidation, read)
                    && (what.IsBroadcast || read.Thread == invalidation.Thread))
                {
                    pairs.Add((t, r));
                }
            }
        }

        return pairs;
    }

    /// <summary>
    /// The pairs of an invalidation and a write that is not initial to a descriptor which a walk reads that the invalidation could be about. The
    /// order of all others says nothing (AXIOMS §6.3: wco is asked of those alone).
    /// </summary>
    public static IReadOnlyList<(int Invalidation, int Write)> WithWrites(Skeleton skeleton)
    {
        var pairs = new List<(int Invalidation, int Write)>();
        for (int t = 0; t < skeleton.Events.Length; t++)
        {
            CandidateEvent invalidation = skeleton.Events[t];
            if (invalidation.Event.Invalidation is null)
            {
                continue;
            }

            HashSet<int> entries = [.. skeleton.Events.Where(r => r.IsRead && r.Event.IsImplicit && AreRelated(skeleton, invalidation, r)).Select(static r => r.Event.Location)];
            for (int w = 0; w < skeleton.Events.Length; w++)
            {
                if (skeleton.Events[w].IsWrite && skeleton.Events[w].Thread >= 0 && entries.Contains(skeleton.Events[w].Event.Location))
                {
                    pairs.Add((t, w));
                }
            }
        }

        return pairs;
    }

    // One barrier a step, each behind the one before.
    private static bool IsCompleted(Skeleton skeleton, CandidateEvent invalidation)
    {
        IReadOnlyList<IReadOnlyList<string>> steps = invalidation.Event.Invalidation!.CompletedBy;
        int after = invalidation.Event.Instruction;
        foreach (IReadOnlyList<string> step in steps)
        {
            int next = skeleton.Events
                .Where(e => e.Thread == invalidation.Thread && e.Event.Instruction > after && e.Event.Sets.Any(s => step.Contains(s, StringComparer.Ordinal)))
                .Select(static e => e.Event.Instruction).DefaultIfEmpty(-1).Min();
            if (next < 0)
            {
                return false;
            }

            after = next;
        }

        return steps.Count > 0;
    }
}
