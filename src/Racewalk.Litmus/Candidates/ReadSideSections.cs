using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Candidates;

/// <summary>Matches each rcu_read_lock of a path with its rcu_read_unlock as brackets: sections nest.</summary>
internal static class ReadSideSections
{
    /// <summary>The matched pairs; what is unmatched is in none.</summary>
    public static IEnumerable<(int From, int To)> Of(ThreadTrace trace)
    {
        var open = new Stack<int>();
        for (int i = 0; i < trace.Events.Count; i++)
        {
            if (trace.Events[i].Sets.Contains("rcu-lock", StringComparer.Ordinal))
            {
                open.Push(i);
            }
            else if (trace.Events[i].Sets.Contains("rcu-unlock", StringComparer.Ordinal) && open.TryPop(out int start))
            {
                yield return (start, i);
            }
        }
    }
}
