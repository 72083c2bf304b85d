using System.Diagnostics;
using Racewalk.Exploration;
using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;
using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Batches;

/// <summary>
/// Checks many files, several at a time, and tells their outcomes in the order of the files. When no file is left to begin, the processors that are free go to the
/// explorations that still run.
/// </summary>
public static class LitmusBatch
{
    /// <summary>Checks files.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="engine">What solves them; called by several threads at a time.</param>
    /// <param name="limits">What bounds each check; how many workers a check has follows from <paramref name="workers"/>.</param>
    /// <param name="workers">How many processors to use, at least 1. What is found does not depend on it, unless a check is bounded in time.</param>
    /// <param name="tell">Called for each file in order, by one thread at a time.</param>
    /// <param name="cancellation">Ends the batch; what is finished has been told.</param>
    /// <param name="variants">Variants of tests of page tables that the files do not name.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was asked for.</exception>
    public static void Run(
        IReadOnlyList<string> paths,
        LitmusEngine engine,
        LitmusLimits limits,
        int workers,
        Action<LitmusOutcome> tell,
        CancellationToken cancellation,
        IReadOnlySet<string>? variants = null)
    {
        var pending = new Dictionary<int, LitmusOutcome>();
        int next = -1;
        int told = 0;
        int atATime = Math.Min(workers, paths.Count);
        var shared = new SharedProcessors(workers - atATime);
        limits = limits with { Workers = workers, Shared = shared };
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation };
        Parallel.For(0, atATime, options, _ =>
        {
            for (int i = Interlocked.Increment(ref next); i < paths.Count; i = Interlocked.Increment(ref next))
            {
                LitmusOutcome outcome = Check(paths[i], engine, limits, cancellation, variants);
                lock (pending)
                {
                    pending.Add(i, outcome);
                    while (pending.Remove(told, out LitmusOutcome? ready))
                    {
                        tell(ready);
                        told++;
                    }
                }
            }

            shared.Give();
        });
    }

    /// <summary>Checks one file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="engine">What solves it.</param>
    /// <param name="limits">What bounds the check.</param>
    /// <param name="cancellation">Ends the check.</param>
    /// <param name="variants">Variants of tests of page tables that the file does not name.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was asked for.</exception>
    public static LitmusOutcome Check(string path, LitmusEngine engine, LitmusLimits limits, CancellationToken cancellation, IReadOnlySet<string>? variants = null)
    {
        long start = Stopwatch.GetTimestamp();
        LitmusProgram? program = null;
        try
        {
            program = LitmusReader.Load(path, variants);
            LitmusResult result = engine(program, limits, cancellation);
            return new LitmusOutcome(path, program, result, null, false, Stopwatch.GetElapsedTime(start));
        }
        catch (LitmusException e)
        {
            return new LitmusOutcome(path, program, null, e.Message, e.IsRefusal, Stopwatch.GetElapsedTime(start));
        }
        catch (Exception e) when (e is CatException or IOException or UnauthorizedAccessException)
        {
            return new LitmusOutcome(path, program, null, e.Message, false, Stopwatch.GetElapsedTime(start));
        }
    }
}
