using Racewalk.Executions;

namespace Racewalk.Litmus.Candidates;

/// <summary>The relations that a skeleton fixes, by the names that herd7 gives them.</summary>
internal static class CandidateRelations
{
    /// <summary>The relation with a name; null if there is none.</summary>
    public static EventMatrix? Make(Candidate candidate, string name)
    {
        CandidateEvent[] events = candidate.Skeleton.Events;
        return name switch
        {
            "id" => OfPairs(events, static (a, b) => a == b),
            "po" or "partial_po" => OfPairs(events, IsBefore),
            "int" => OfPairs(events, static (a, b) => a.Thread >= 0 && a.Thread == b.Thread),
            "ext" => OfPairs(events, static (a, b) => a.Thread != b.Thread),
            "loc" => OfPairs(events, IsSameLocation),
            "same-instance" => SameInstance(candidate),
            "sm" or "si" => OfPairs(events, IsSingleCopy),
            "same-low-order-bits" => SameOffsets(candidate.Skeleton),
            "inv-domain" => OfPairs(events, (a, b) => InvalidationPairs.AreRelated(candidate.Skeleton, a, b) || InvalidationPairs.AreRelated(candidate.Skeleton, b, a)),
            "tr-ib" => OfTraces(candidate, static p => p.Arm.Translations),
            "data-to-fault" => OfTraces(candidate, static p => p.Dependencies.DataToFaults),
            "DC-after" or "IC-after" or "oa-changes" => new EventMatrix(candidate.Count),
            "addr" => OfTraces(candidate, static p => p.Dependencies.Address),
            "data" => OfTraces(candidate, static p => p.Dependencies.Data),
            "ctrl" => OfTraces(candidate, static p => p.Dependencies.Control),
            "rf-reg" => OfTraces(candidate, static p => p.Dependencies.Registers),
            "rmw" => OfTraces(candidate, static p => p.Trace.ReadModifyWrites),
            "iico_data" => OfTraces(candidate, static p => p.Trace.IntrinsicData),
            "iico_ctrl" => OfTraces(candidate, static p => p.Trace.IntrinsicControl),
            "iico_order" => OfTraces(candidate, static p => p.Trace.IntrinsicOrder),
            "arm-addr" => OfTraces(candidate, static p => p.Arm.Address),
            "arm-data" => OfTraces(candidate, static p => p.Arm.Data),
            "arm-ctrl" => OfTraces(candidate, static p => p.Arm.Control),
            "arm-pick-addr" => OfTraces(candidate, static p => p.Arm.PickAddress),
            "arm-pick-data" => OfTraces(candidate, static p => p.Arm.PickData),
            "arm-pick-ctrl" => OfTraces(candidate, static p => p.Arm.PickControl),
            "arm-pick" => OfTraces(candidate, static p => p.Arm.Pick),
            "rcu-rscs" => OfTraces(candidate, static p => ReadSideSections.Of(p.Trace)),
            _ => null,
        };
    }

    private static bool IsBefore(CandidateEvent a, CandidateEvent b) =>
        a.Thread >= 0 && a.Thread == b.Thread && a.Event.Instruction < b.Event.Instruction;

    private static bool IsSameInstance(CandidateEvent a, CandidateEvent b) =>
        a == b || (a.Thread >= 0 && a.Thread == b.Thread && a.Event.Instruction == b.Event.Instruction);

    private static bool IsSingleCopy(CandidateEvent a, CandidateEvent b) =>
        (a == b && (a.IsRead || a.IsWrite)) || (a.Event.IsPartOfOne && b.Event.IsPartOfOne && a.Event.Kind == b.Event.Kind && IsSameInstance(a, b));

    private static bool IsMemory(CandidateEvent e) => e.Event.Location >= 0 && !e.IsRegister;

    // Accesses at the same distance from the beginning of their pages may be to one place, whatever the pages are mapped to.
    private static EventMatrix SameOffsets(Skeleton skeleton)
    {
        long[] offsets = [.. skeleton.Events.Select(e => IsMemory(e) ? skeleton.OffsetOf(e.Event.Location) : -1)];
        var matrix = new EventMatrix(offsets.Length);
        for (int a = 0; a < offsets.Length; a++)
        {
            for (int b = 0; b < offsets.Length; b++)
            {
                matrix[a, b] = offsets[a] >= 0 && offsets[a] == offsets[b];
            }
        }

        return matrix;
    }

    private static bool IsSameLocation(CandidateEvent a, CandidateEvent b) =>
        a.Event.Location >= 0 && a.Event.Location == b.Event.Location && a.IsRegister == b.IsRegister && (!a.IsRegister || a.Thread == b.Thread);

    /// <summary>
    /// The two parts of a read-modify-write in C are in program order, unlike an instruction's events, but one operation all the same.
    /// </summary>
    private static EventMatrix SameInstance(Candidate candidate)
    {
        EventMatrix same = OfPairs(candidate.Skeleton.Events, IsSameInstance);
        if (candidate.Skeleton.IsC)
        {
            EventMatrix rmw = OfTraces(candidate, static p => p.Trace.ReadModifyWrites);
            foreach ((int read, int write) in rmw.Pairs())
            {
                same.Add(read, write);
                same.Add(write, read);
            }
        }

        return same;
    }

    private static EventMatrix OfPairs(CandidateEvent[] events, Func<CandidateEvent, CandidateEvent, bool> related)
    {
        var matrix = new EventMatrix(events.Length);
        for (int i = 0; i < events.Length; i++)
        {
            for (int j = 0; j < events.Length; j++)
            {
                if (related(events[i], events[j]))
                {
                    matrix.Add(i, j);
                }
            }
        }

        return matrix;
    }

    private static EventMatrix OfTraces(Candidate candidate, Func<ThreadPath, IEnumerable<(int From, int To)>> pairs)
    {
        var matrix = new EventMatrix(candidate.Count);
        for (int t = 0; t < candidate.Skeleton.Paths.Count; t++)
        {
            int[] index = candidate.Skeleton.IndexOf[t];
            foreach ((int from, int to) in pairs(candidate.Skeleton.Paths[t]))
            {
                if (index[from] >= 0 && index[to] >= 0)
                {
                    matrix.Add(index[from], index[to]);
                }
            }
        }

        return matrix;
    }
}
