using Racewalk.Executions;
using Racewalk.Oracle.Language;

namespace Racewalk.Oracle.Unfolding;

/// <summary>
/// All unfoldings of all threads, for a domain of values that holds every value which an execution can read without its being out of thin air.
/// </summary>
/// <remarks>
/// The domain starts with the initial values and grows by what any unfolding writes. A value in it after k rounds comes from a chain of
/// at most k writes; as no value comes out of thin air, there is no need for more rounds than an execution can
/// have writes.
/// </remarks>
internal static class Unfolder
{
    /// <summary>The unfoldings of each thread.</summary>
    /// <param name="program">The program.</param>
    /// <param name="keepBlocked">Whether unfoldings that end blocked are asked for.</param>
    /// <param name="limit">How many unfoldings one thread may have.</param>
    /// <param name="domain">The domain used.</param>
    /// <exception cref="TooLargeException">There are too many values or unfoldings.</exception>
    public static List<ThreadUnfolding>[] Unfold(TestProgram program, bool keepBlocked, int limit, out ValueDomain domain)
    {
        domain = new ValueDomain(program.Initial);
        var sends = new SendBound(program);
        var unfoldings = new List<ThreadUnfolding>[program.Threads.Length];
        for (int round = 0; ; round++)
        {
            int writes = 0;
            for (int thread = 0; thread < unfoldings.Length; thread++)
            {
                unfoldings[thread] = [];
                writes += Unfold(program, thread, domain, sends, keepBlocked, limit, unfoldings[thread]);
            }

            if (round >= writes || !domain.Grow())
            {
                break;
            }
        }

        foreach (List<ThreadUnfolding> thread in unfoldings)
        {
            foreach (ThreadUnfolding unfolding in thread)
            {
                unfolding.Summarise(domain);
            }
        }

        return unfoldings;
    }

    // Adds the unfoldings of one thread; returns the largest number of writes in any run.
    private static int Unfold(
        TestProgram program, int thread, ValueDomain domain, SendBound sends, bool keepBlocked, int limit, List<ThreadUnfolding> into)
    {
        var guesses = new Guesses();
        var run = new ThreadRun(program, thread, domain, sends, guesses, keepBlocked);
        int most = 0;
        int runs = 0;
        do
        {
            RunEnd end = run.Execute();
            int writes = 0;
            foreach (ThreadEvent e in run.Events)
            {
                writes += e.Kind == EventKind.Write ? 1 : 0;
            }

            most = Math.Max(most, writes);
            if (end != RunEnd.Dead)
            {
                into.Add(new ThreadUnfolding([.. run.Events], end == RunEnd.Blocked));
            }

            if (++runs > limit)
            {
                throw new TooLargeException("too many unfoldings of a thread");
            }
        }
        while (guesses.Advance());
        return most;
    }
}
