using Racewalk.Litmus.Candidates;
using Racewalk.Litmus.Semantics;
using Racewalk.Programs;

namespace Racewalk.Litmus.Exploring;

/// <summary>
/// All paths through a thread as sequences of steps. Paths have their steps in common up to where something that was read, or a free choice, takes them apart;
/// what it was is the first decision in which they differ, since paths are enumerated decision by decision.
/// </summary>
internal sealed class ThreadPlan
{
    private const int MaxPaths = 1024;
    private readonly ModelTerms _terms;
    private readonly ReadSet[][] _control;

    private ThreadPlan(IReadOnlyList<ThreadTrace> traces, ModelTerms terms, Expressions expressions)
    {
        if (traces.Count > MaxPaths)
        {
            throw new UnfitException($"a thread with more than {MaxPaths} paths");
        }

        (Traces, _terms, Expressions) = (traces, terms, expressions);
        ThreadPath[] paths = [.. traces.Select(static t => new ThreadPath(t))];
        Steps = [.. paths.Select(p => StepReader.Read(p, terms, expressions))];
        new ConditionalSteps(this).Join();
        for (int t = 0; t < paths.Length; t++)
        {
            terms.Check(paths[t], Steps[t]);
        }

        _control = [.. new ControlPlan(this, terms).Find()];
    }

    /// <summary>The paths.</summary>
    public IReadOnlyList<ThreadTrace> Traces { get; }

    /// <summary>The steps of each path.</summary>
    public IReadOnlyList<List<ThreadStep>> Steps { get; }

    /// <summary>The expressions.</summary>
    public Expressions Expressions { get; }

    /// <summary>Plans a thread.</summary>
    /// <exception cref="UnfitException">The explorer cannot express it.</exception>
    public static ThreadPlan Of(IReadOnlyList<ThreadTrace> traces, ModelTerms terms, ExprPool pool) => new(traces, terms, new Expressions(pool));

    /// <summary>The reads that the thread has branched on, to the explorer, before a step of a path.</summary>
    public ReadSet Control(int path, int step) => _control[path][step];

    /// <summary>The step of a path at a place; null at its end.</summary>
    public ThreadStep? StepAt(int path, int place) => place < Steps[path].Count ? Steps[path][place] : null;

    /// <summary>What takes two paths apart.</summary>
    public Parting PartingOf(int first, int second)
    {
        IReadOnlyList<PathCondition> a = Traces[first].Conditions;
        IReadOnlyList<PathCondition> b = Traces[second].Conditions;
        for (int i = 0; i < a.Count && i < b.Count; i++)
        {
            if (a[i] != b[i])
            {
                return a[i].Expression != b[i].Expression ? Parting.Choice
                    : a[i].IsAddress && b[i].IsAddress ? new Parting(PartingKind.Address, a[i])
                    : a[i].Expected == b[i].Expected && a[i].IsEqual != b[i].IsEqual ? new Parting(PartingKind.Decision, a[i])
                    : Parting.Choice;
            }
        }

        return Parting.Choice;
    }
}

/// <summary>What takes paths apart.</summary>
internal enum PartingKind : byte
{
    /// <summary>A free choice.</summary>
    Choice,

    /// <summary>A value decides.</summary>
    Decision,

    /// <summary>An address is one location's or another's.</summary>
    Address,
}

/// <summary>What takes two paths apart.</summary>
/// <param name="Kind">What.</param>
/// <param name="Condition">What the first of the paths demands of the value.</param>
internal readonly record struct Parting(PartingKind Kind, PathCondition Condition)
{
    /// <summary>A free choice.</summary>
    public static Parting Choice => default;
}
