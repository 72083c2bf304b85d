using System.Globalization;
using Racewalk.Litmus.Candidates;
using Racewalk.Litmus.Semantics;
using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Checking;

/// <summary>Finds all executions of litmus tests under a cat model.</summary>
public static class LitmusChecker
{
    private const int MaxTargets = 256;

    /// <summary>Checks one test.</summary>
    /// <param name="program">The test; used by one check at a time.</param>
    /// <param name="model">The memory model; may be shared between threads.</param>
    /// <param name="limits">What bounds the check; null for nothing.</param>
    /// <param name="cancellation">Ends the check with an exception.</param>
    /// <returns>States, counts and flags.</returns>
    /// <exception cref="Syntax.LitmusException">A thread cannot be run.</exception>
    /// <exception cref="CatException">The model cannot be evaluated over the test.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was asked for.</exception>
    public static LitmusResult Check(LitmusProgram program, CatModel model, LitmusLimits? limits = null, CancellationToken cancellation = default)
    {
        limits ??= new LitmusLimits();
        ResultCollector collector;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (limits.MaxTime is { } time)
        {
            limit.CancelAfter(time);
        }

        bool isWhole;
        do
        {
            collector = new ResultCollector(program, model, limits.WithPictures);
            isWhole = TryRun(program, model, collector, limit.Token, cancellation);
        }
        while (isWhole && LearnTargets(program, collector));
        if (!isWhole)
        {
            collector.AddBound(string.Create(CultureInfo.InvariantCulture, $"time limit of {limits.MaxTime!.Value.TotalSeconds} s"));
        }

        return collector.ToResult();
    }

    private static bool TryRun(LitmusProgram program, CatModel model, ResultCollector collector, CancellationToken limit, CancellationToken cancellation)
    {
        try
        {
            var search = new CandidateSearch(program, model, collector, prunes: true, limit);
            search.Run();
            collector.Finish(search.HasWaiting);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Whether accesses went to addresses that no path supposed, so that the paths must be found again.</summary>
    private static bool LearnTargets(LitmusProgram program, ResultCollector collector)
    {
        foreach (ulong address in collector.NewTargets)
        {
            program.AddPointerTarget(address);
        }

        if (program.PointerTargets.Count > MaxTargets)
        {
            throw program.Source.Error(0, $"{program.Name} computes more than {MaxTargets} addresses");
        }

        return collector.NewTargets.Count > 0;
    }

    /// <summary>Finds out why no execution satisfies a test's condition.</summary>
    /// <param name="program">The test; used by one check at a time.</param>
    /// <param name="model">The memory model.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>The candidate that comes nearest to an execution among those looked at; null if no candidate satisfies the condition at all.</returns>
    /// <exception cref="Syntax.LitmusException">A thread cannot be run.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was asked for.</exception>
    public static Forbidden? Explain(LitmusProgram program, CatModel model, CancellationToken cancellation = default)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var finder = new ForbiddenFinder(program, model, enough);
        try
        {
            new CandidateSearch(program, model, finder, prunes: false, enough.Token).Run();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Enough candidates have been looked at for a short cycle.
        }

        return finder.Nearest;
    }
}
