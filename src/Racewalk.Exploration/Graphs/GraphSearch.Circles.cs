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
        var unfolding = new PathUnfolding(new PathTree(_program, _model.KnowsTranslation), _order.Length, seenPlain ? MostWithPlain : MostWithoutPlain);
        bool isWhole = unfolding.TryFind(out CircleKind kind);
        if (kind != CircleKind.None || (!isWhole && (seenPlain || unfolding.HasPlain)))
        {
            _tally.AddBound(DependencyCircles.Bound);
        }
    }

    /// <summary>The threads that may have a plain access, as far as the first ways through them tell.</summary>
    private uint PlainOnSomeWay()
    {
        var unfolding = new PathUnfolding(new PathTree(_program, _model.KnowsTranslation), _order.Length, MostWithoutPlain);
        unfolding.TryFind(out _);
        return unfolding.PlainThreads;
    }
}
