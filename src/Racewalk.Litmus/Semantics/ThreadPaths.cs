namespace Racewalk.Litmus.Semantics;

/// <summary>Finds all paths through a thread.</summary>
public static class ThreadPaths
{
    /// <summary>How many paths a thread may have.</summary>
    public const int Limit = 100_000;

    /// <summary>
    /// All paths of all threads. A walk tries the descriptors that threads write, so paths may lead to further paths, and those on which a thread only waits in
    /// the end may, too.
    /// </summary>
    /// <exception cref="Syntax.LitmusException">As for <see cref="Enumerate"/>.</exception>
    public static IReadOnlyList<IReadOnlyList<ThreadTrace>> EnumerateAll(LitmusProgram program, CancellationToken cancellation = default)
    {
        IReadOnlyList<IReadOnlyList<ThreadTrace>> traces;
        do
        {
            traces = [.. Enumerable.Range(0, program.Threads.Count).Select(t => Enumerate(program, t, cancellation))];
        }
        while (program.Translation is not null && program.Domains.Grow(traces.SelectMany(static t => t)));
        return traces;
    }

    /// <summary>All paths, in the order of their decisions.</summary>
    /// <exception cref="Syntax.LitmusException">The code cannot be run, or has more than <see cref="Limit"/> paths.</exception>
    public static IReadOnlyList<ThreadTrace> Enumerate(LitmusProgram program, int thread, CancellationToken cancellation = default)
    {
        var traces = new List<ThreadTrace>();
        var choices = new PathChoices();
        do
        {
            cancellation.ThrowIfCancellationRequested();
            if (traces.Count == Limit)
            {
                throw program.Source.Error(0, $"thread {thread} of {program.Name} has more than {Limit} paths");
            }

            var builder = new ThreadBuilder(program, thread, choices);
            try
            {
                program.Threads[thread].Run(builder);
            }
            catch (InvalidOperationException e)
            {
                throw program.Source.Error(0, $"thread {thread} of {program.Name}: {e.Message}");
            }

            traces.Add(builder.Finish());
        }
        while (choices.Advance());
        return traces;
    }
}
