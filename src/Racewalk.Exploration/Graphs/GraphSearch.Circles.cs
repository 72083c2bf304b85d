using Racewalk.Exploration.Circles;
using Racewalk.Exploration.Paths;

namespace Racewalk.Exploration.Graphs;

internal sealed partial class GraphSearch
{
    private const int MostWithPlain = 1 << 15;
    private const int MostWithoutPlain = 1 << 10;

    /// <summary>
    /// Adds a bound if there may be executions in which recorded dependencies and reads-from go in a circle that the model allows. A write is never out of the
    /// prefix of a read that decided it, so no revisit builds such an execution, and the revisits that are refused do not show them all: the write may
    /// exist in no other execution.
    /// </summary>
    private void NoteCircles()
    {
        if (!_looksForCircles || _order.Length < 2 || !_model.AllowsDependencyCircles)
        {
            return;
        }

        // Without plain accesses there is something to find only where an execution with a circle has the first ones, so little is spent on that. What this
        // search knows of the threads is not used: how far the looking gets must not depend on who explored what.
        bool seenPlain = _tally.Result.HasPlain;
        FirstWays ways = seenPlain ? Unfold(MostWithPlain, int.MaxValue) : OfFirstWays;
        if (ways.Circles != CircleKind.None || (!ways.IsAll && (seenPlain || ways.PlainThreads != 0)))
        {
            _tally.AddBound(DependencyCircles.Bound);
        }
    }

    /// <summary>What the first ways through the threads tell.</summary>
    /// <param name="IsAll">Whether there are no others.</param>
    /// <param name="Circles">The circles.</param>
    /// <param name="PlainThreads">The threads that have a plain access.</param>
    private readonly record struct FirstWays(bool IsAll, CircleKind Circles, uint PlainThreads);

    private FirstWays? _firstWays;

    private FirstWays OfFirstWays => _firstWays ??= Unfold(MostWithoutPlain, MostWithoutPlain);

    private FirstWays Unfold(int most, int mostLearnt)
    {
        var unfolding = new PathUnfolding(new PathTree(_program, _knowsTranslation), _order.Length, most, mostLearnt);
        bool isAll = unfolding.TryFind(out CircleKind kind);
        return new FirstWays(isAll, kind, unfolding.PlainThreads);
    }
}
