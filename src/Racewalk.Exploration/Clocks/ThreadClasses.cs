namespace Racewalk.Exploration.Clocks;

/// <summary>
/// The identical threads of a program. In each group they stand in the order of running, and each but the first has the one before it as its twin thread.
/// </summary>
internal sealed class ThreadClasses
{
    private readonly int[][] _groups;
    private readonly int[] _twins;

    /// <summary>The groups of threads in an order of running.</summary>
    /// <param name="groups">Identical threads.</param>
    /// <param name="order">All threads, in the order of running.</param>
    public ThreadClasses(IReadOnlyList<IReadOnlyList<int>> groups, int[] order)
    {
        _groups = [.. groups.Select(group => (int[])[.. order.Where(group.Contains)])];
        _twins = [.. Enumerable.Repeat(-1, order.Length)];
        foreach (int[] group in _groups)
        {
            for (int i = 1; i < group.Length; i++)
            {
                _twins[group[i]] = group[i - 1];
            }
        }
    }

    /// <summary>The twin of a thread; -1 if it has none.</summary>
    public int TwinOf(int thread) => _twins[thread];

    /// <summary>The threads that are identical with one, itself included; empty if none is.</summary>
    public ReadOnlySpan<int> GroupOf(int thread) => Array.Find(_groups, group => group.Contains(thread));

    /// <summary>
    /// How many executions one stands for: the distinct ones that come of it by giving the identical threads other names. Names of threads that did the same make no difference.
    /// No more than 32!, which has its place in 128 bits, as have the steps towards it.
    /// </summary>
    public UInt128 CountOf(ClockLog log)
    {
        UInt128 count = 1;
        foreach (int[] group in _groups)
        {
            UInt128 same = 1;
            for (int i = 1; i < group.Length; i++)
            {
                same = HaveDoneTheSame(log, group[i], group[i - 1]) ? same + 1 : 1;
                // Each step of a multinomial coefficient is a whole number.
                count = count * (uint)(i + 1) / same;
            }
        }

        return count;
    }

    private static bool HaveDoneTheSame(ClockLog log, int thread, int twin)
    {
        int last = log.Threads[thread].ProgramLast;
        int lastOfTwin = log.Threads[twin].ProgramLast;
        return last < 0 || lastOfTwin < 0 ? last == lastOfTwin : log.Events[last].Twin == lastOfTwin && log.IsLikeTwin(last);
    }
}
