using Racewalk.Executions;
using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Candidates;

/// <summary>
/// Orders invalidations and walks' reads: an execution is one if some way to order the pairs of <see cref="InvalidationPairs"/> passes the model, and it
/// counts once. A pair that the thread's own order decides is not chosen (AXIOMS §5.4).
/// </summary>
internal sealed class InvalidationChoices
{
    private const string LocalOrder = "local-hw-reqs";
    private readonly List<(int Invalidation, int Read, bool MayBeBefore, bool MayBeAfter)> _pairs = [];
    private readonly Candidate _candidate;
    private readonly EventMatrix _order;
    private readonly CatEvaluation _evaluation;
    private readonly bool _prunes;

    /// <summary>The choices over a skeleton that the evaluation has begun.</summary>
    public InvalidationChoices(Candidate candidate, CatEvaluation evaluation, bool prunes)
    {
        _candidate = candidate;
        _evaluation = evaluation;
        _prunes = prunes;
        if (candidate.WritesAndInvalidations is { } total)
        {
            // Where an invalidation comes before or after a write it comes so for all walks.
            _order = total;
            _pairs.AddRange(InvalidationPairs.WithWrites(candidate.Skeleton).Select(static p => (p.Invalidation, p.Write, true, true)));
            return;
        }

        _order = candidate.InvalidatedBefore;
        IReadOnlyList<(int Invalidation, int Read)> pairs = InvalidationPairs.Of(candidate.Skeleton);
        EventMatrix? local = pairs.Count > 0 && evaluation.TryGetRelation(LocalOrder, out EventMatrix? found) ? found : null;
        foreach ((int invalidation, int read) in pairs)
        {
            _pairs.Add((invalidation, read, local?[read, invalidation] != true, local?[invalidation, read] != true));
        }
    }

    /// <summary>Goes through the ways to order the pairs that the model does not exclude yet.</summary>
    /// <param name="visit">Called for each; whether to go on.</param>
    public void Run(Func<bool> visit)
    {
        if (_candidate.WritesAndInvalidations is { } total)
        {
            total.Clear();
            total.UnionWith(_candidate.Coherence);
            if (_prunes && !_evaluation.MayBeConsistent())
            {
                return;
            }
        }

        Choose(0, visit);
    }

    private bool Choose(int next, Func<bool> visit)
    {
        if (next == _pairs.Count)
        {
            return visit();
        }

        (int invalidation, int read, bool mayBeBefore, bool mayBeAfter) = _pairs[next];
        return (!mayBeBefore || Take(invalidation, read, next, visit)) && (!mayBeAfter || Take(read, invalidation, next, visit));
    }

    private bool Take(int from, int to, int next, Func<bool> visit)
    {
        _order.Add(from, to);
        bool goesOn = (_prunes && !_evaluation.MayBeConsistent()) || Choose(next + 1, visit);
        _order.Remove(from, to);
        return goesOn;
    }
}
