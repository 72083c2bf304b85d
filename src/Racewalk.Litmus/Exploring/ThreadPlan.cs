using Racewalk.Litmus.Candidates;
using Racewalk.Litmus.Semantics;
using Racewalk.Programs;

namespace Racewalk.Litmus.Exploring;

/// <summary>
/// All paths through a thread as sequences of steps, which they have in common up to where something that was read, or a free choice, takes them apart.
/// </summary>
internal sealed class ThreadPlan
{
    private const int MaxPaths = 1024;
    private readonly ReadSet[][] _control;

    private ThreadPlan(IReadOnlyList<ThreadTrace> traces, ModelTerms terms, Expressions expressions)
    {
        if (traces.Count > MaxPaths)
        {
            throw new UnfitException($"a thread with more than {MaxPaths} paths");
        }

        (Traces, Expressions) = (traces, expressions);
        HasMistakes = traces.Any(static t => t.Mistake is not null);
        ThreadPath[] paths = [.. traces.Select(static t => new ThreadPath(t))];
        Steps = [.. paths.Select(p => StepReader.Read(p, terms, expressions))];
        Decisions = new PathDecisions(traces);
        new ConditionalSteps(this).Join();
        for (int t = 0; t < paths.Length; t++)
        {
            terms.Check(paths[t], Steps[t]);
        }

        _control = [.. new ControlPlan(this, terms).Find()];
    }

    /// <summary>The paths.</summary>
    public IReadOnlyList<ThreadTrace> Traces { get; }

    /// <summary>Whether the test is wrong if an execution takes some of the paths.</summary>
    public bool HasMistakes { get; }

    /// <summary>The steps of each path.</summary>
    public IReadOnlyList<List<ThreadStep>> Steps { get; }

    /// <summary>What takes the paths apart.</summary>
    public PathDecisions Decisions { get; }

    /// <summary>The expressions.</summary>
    public Expressions Expressions { get; }

    /// <summary>Plans a thread.</summary>
    /// <exception cref="UnfitException">The explorer cannot express it.</exception>
    public static ThreadPlan Of(IReadOnlyList<ThreadTrace> traces, ModelTerms terms, ExprPool pool) => new(traces, terms, new Expressions(pool));

    /// <summary>The reads that the thread has branched on, to the explorer, before a step of a path.</summary>
    public ReadSet Control(int path, int step) => _control[path][step];

    /// <summary>The step of a path at a place; null at its end.</summary>
    public ThreadStep? StepAt(int path, int place) => place < Steps[path].Count ? Steps[path][place] : null;
}
