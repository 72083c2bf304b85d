using Racewalk.Litmus.Candidates;
using Racewalk.Litmus.Semantics;
using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Checking;

/// <summary>
/// Looks for the candidate that satisfies a condition and comes nearest to being an execution: of the checks, it fails the latest in the model, since
/// coherence and atomicity come first and say little; then by the shortest cycle.
/// </summary>
internal sealed class ForbiddenFinder(LitmusProgram program, CatModel model, CancellationTokenSource enough) : ICandidateVisitor
{
    // Candidates of one test differ little in why they are forbidden.
    private const int Enough = 20_000;

    private readonly FinalStates _states = new(program);
    private readonly List<string> _checks = [.. model.CheckNames];
    private int _seen;

    /// <summary>The nearest found.</summary>
    public Forbidden? Nearest { get; private set; }

    /// <inheritdoc/>
    public bool Visit(Candidate candidate, ReadValues values, CatEvaluation evaluation)
    {
        if (candidate.Skeleton.Paths.Any(static p => p.Trace.IsWaiting || p.Trace.Mistake is not null || p.Trace.Wild is not null))
        {
            return false;
        }

        if (!_states.Satisfies(program.Question.Condition, new CandidateState(program, candidate, values)) || evaluation.Complete() > 0 || evaluation.Explain() is not { } violation)
        {
            return false;
        }

        if (Nearest is null || Rank(violation.Check, violation.Events.Count).CompareTo(Rank(Nearest.Check, Nearest.Steps.Count)) < 0)
        {
            Nearest = Describe(violation, candidate, values);
        }

        if (++_seen >= Enough)
        {
            enough.Cancel();
        }

        return false;
    }

    /// <inheritdoc/>
    public void ThinAir(Candidate candidate)
    {
    }

    /// <inheritdoc/>
    public void Cut(Candidate candidate, string why)
    {
    }

    /// <inheritdoc/>
    public void UnsupposedAddress(Candidate candidate, ulong address)
    {
    }

    private (int, int) Rank(string check, int edges) => (-_checks.IndexOf(check), edges);

    private Forbidden Describe(CatViolation violation, Candidate candidate, ReadValues values)
    {
        var pictures = new PictureBuilder(program, _states);
        CandidateEvent[] events = candidate.Skeleton.Events;

        // A pair that should not be related has one event more than edges; of a set there are events alone.
        ForbiddenStep[] steps = [.. violation.Events.Select((e, i) => new ForbiddenStep(
            events[e].Thread, pictures.Text(events[e], values), pictures.LineOf(events[e]), i < violation.Edges.Count ? violation.Edges[i].Label : "",
            PictureBuilder.IndexOf(events, e)))];
        return new Forbidden(violation.Check, steps, pictures.Build(candidate, values));
    }
}
