using Racewalk.Exploration;
using Racewalk.Reporting.Order;

namespace Racewalk.Reporting.Race;

/// <summary>
/// Keeps a step in one piece where that changes nothing: if a CPU is in the middle of a step when another CPU comes in, what it has done of the
/// step so far is told after the other CPU's part, unless the other CPU noticed it.
/// </summary>
internal static class StepCohesion
{
    /// <summary>The same sequence with the first parts of steps moved down; it has as many context switches as before.</summary>
    public static IReadOnlyList<int> Apply(Execution execution, StepTrack steps, IReadOnlyList<int> order)
    {
        ILookup<int, int> edges = Communication.Of(execution).ToLookup(static e => e.From, static e => e.To);
        List<int> result = [.. order];
        int[] last = [.. Enumerable.Repeat(-1, execution.Threads.Count)];
        for (int i = 0; i < result.Count; i++)
        {
            int thread = execution.Events[result[i]].Thread;
            int end = last[thread];
            if (end >= 0 && end < i - 1)
            {
                StepVisit visit = steps.Of(result[i]);
                int start = end + 1;
                while (start > 0 && execution.Events[result[start - 1]].Thread == thread && steps.Of(result[start - 1]) == visit)
                {
                    start--;
                }

                List<int> part = result[start..(end + 1)];
                HashSet<int> between = [.. result[(end + 1)..i]];
                if (part.Count > 0 && !part.Any(id => edges[id].Any(between.Contains)))
                {
                    result.InsertRange(i, part);
                    result.RemoveRange(start, part.Count);
                    for (int other = 0; other < last.Length; other++)
                    {
                        last[other] = result.FindLastIndex(i, i + 1, id => execution.Events[id].Thread == other);
                    }
                }
            }

            last[thread] = i;
        }

        return result;
    }
}
