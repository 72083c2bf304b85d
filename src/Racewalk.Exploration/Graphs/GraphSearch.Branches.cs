using Racewalk.Executions;

namespace Racewalk.Exploration.Graphs;

/// <content>
/// Refused revisits whose target is tied to the revisitor by what its thread branched on alone. With another value there may be other events in the place of those; what leaves the thread then is a write that
/// the target controls, which every model orders behind it, unless it is plain. So they count only where there are plain accesses.
/// </content>
internal sealed partial class GraphSearch
{
    /// <summary>Whether no thread has a plain access, as far as the first ways through the threads tell: then it is not asked whether such a revisit would be consistent, and if there is one after all it counts.</summary>
    private bool IsMarked => !_model.AllowsDependencyCircles || OfFirstWays.PlainThreads == 0;

    /// <summary>Whether all that a read's thread does behind it, and that has it in its prefix, is there because of its value.</summary>
    private bool IsTiedByBranches(int read)
    {
        ref GraphEvent r = ref Graph.Events[read];
        for (int i = r.Index + 1; i < _slots.Length(r.Thread); i++)
        {
            int slot = _slots.TryGet(r.Thread, i);
            if (!Graph.Has(slot) || slot == r.Partner)
            {
                continue;
            }

            ref GraphEvent e = ref Graph.Events[slot];
            if (e.ControlReads.Contains(read))
            {
                // And so is all that follows.
                return true;
            }

            if (e.Prefix.Contains(read))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Those targets that it is noted of if a revisit of them is refused.</summary>
    private EventSet Noted(int revisitor, EventSet prefix, EventSet targets, ref EventSet? reasons)
    {
        if (!IsMarked)
        {
            return targets;
        }

        EventSet noted = TiedByMore(targets, prefix);
        if (!noted.IsEmpty)
        {
            EventSet some = WithReasons(DirectReasons(revisitor), noted);
            noted -= some;
            if (!noted.IsEmpty)
            {
                reasons = some;
            }
        }

        return noted;
    }

    /// <summary>Those reads that revisits may be refused of for more than branches, where that counts; what is not in the prefix is tied by what lags alone.</summary>
    private EventSet TiedByMore(EventSet reads, EventSet prefix)
    {
        EventSet more = reads & prefix;
        foreach (int read in more)
        {
            if (Graph.Events[read].Kind == EventKind.Read && IsTiedByBranches(read))
            {
                more.Remove(read);
            }
        }

        _tally.Result.IsRefusedOnBranch |= more != reads;
        return more;
    }
}
