using Racewalk.Litmus.Semantics;
using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Candidates;

/// <summary>
/// Visits every execution of a litmus test under any cat model exactly once: paths through the threads are combined, and over each combination coherence
/// and reads-from are chosen write by write and read by read. What identifies an execution is chosen once, so nothing is found twice. Only checks
/// that are monotone prune, so nothing is lost; they need not be extensible as the explorer's are (docs/decisions/0003).
/// </summary>
internal sealed class CandidateSearch
{
    private readonly LitmusProgram _program;
    private readonly CatModel _model;
    private readonly CatEvaluation _evaluation;
    private readonly ICandidateVisitor _visitor;
    private readonly bool _prunes;
    private readonly CancellationToken _cancellation;
    private readonly HashSet<ulong> _targets;
    private readonly bool _locksAreApart;

    /// <summary>A search.</summary>
    /// <param name="program">The test.</param>
    /// <param name="model">The model.</param>
    /// <param name="visitor">Sees what is found.</param>
    /// <param name="prunes">Whether monotone checks prune; without that the visitor sees all candidates, consistent or not.</param>
    /// <param name="cancellation">Ends the search.</param>
    public CandidateSearch(LitmusProgram program, CatModel model, ICandidateVisitor visitor, bool prunes, CancellationToken cancellation)
    {
        _program = program;
        _model = model;
        _evaluation = model.CreateEvaluation();
        _visitor = visitor;
        _prunes = prunes;
        _cancellation = cancellation;
        _targets = [.. program.PointerTargets];

        // A model with a bell file is the kernel's own; ours takes locks for ordinary read-modify-writes.
        _locksAreApart = program.Architecture == "C" && model.Annotations.Count > 0;
        if (_locksAreApart && model.Annotations.Any(static a => a.Tags.Any(static t => t.Contains("once", StringComparer.Ordinal))))
        {
            throw program.Source.Unsupported(0, $"the model {model.Title}, which is for the first form of kernel tests (herd7's variant lkmmv1),");
        }
    }

    /// <summary>Visits all executions.</summary>
    /// <exception cref="Syntax.LitmusException">A thread cannot be run.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Run()
    {
        ThreadPath[][] paths = [.. ThreadPaths.EnumerateAll(_program, _cancellation).Select(static traces => traces.Select(static trace => new ThreadPath(trace)).ToArray())];

        // A thread that waits may wait for what another would do behind the place where it is cut or goes wrong; else nothing ends there.
        HasWaiting = paths.Any(static p => p.Any(static path => path.Trace.IsWaiting));
        bool areKept = paths.Any(static p => p.Any(EndsEarly));
        Combine([.. paths.Select(p => p.Where(path => areKept || !path.Trace.IsWaiting).ToArray())], new ThreadPath[paths.Length], 0);
    }

    /// <summary>Whether some thread may wait for ever.</summary>
    public bool HasWaiting { get; private set; }

    private static bool EndsEarly(ThreadPath path) => path.Trace is { IsWaiting: false } trace && (trace.Cut ?? (object?)trace.Mistake ?? trace.Wild) is not null;

    private void Combine(ThreadPath[][] paths, ThreadPath[] chosen, int thread)
    {
        if (thread == paths.Length)
        {
            if (chosen.Any(static p => p.Trace.IsWaiting) && !chosen.Any(EndsEarly))
            {
                return;
            }

            _cancellation.ThrowIfCancellationRequested();
            IReadOnlyList<Func<int, ThreadPath>> updates = _program.Translation is null ? [] : SpuriousUpdates.Of(_program, chosen, Skeleton.LocationsOf(_program, chosen));
            AddUpdates(chosen, updates, 0);
            return;
        }

        foreach (ThreadPath path in paths[thread])
        {
            chosen[thread] = path;
            Combine(paths, chosen, thread + 1);
        }
    }

    // With each of the updates or without it.
    private void AddUpdates(ThreadPath[] chosen, IReadOnlyList<Func<int, ThreadPath>> updates, int next)
    {
        if (next == updates.Count)
        {
            var skeleton = new Skeleton(_program, [.. chosen], _model.ComputesDependencies, _locksAreApart);
            new SkeletonSearch(_program, skeleton, _model, _evaluation, _targets, _visitor, _prunes, _cancellation).Run();
            return;
        }

        AddUpdates(chosen, updates, next + 1);
        AddUpdates([.. chosen, updates[next](chosen.Length)], updates, next + 1);
    }
}
