using System.Runtime.Intrinsics;
using Racewalk.Exploration.Paths;
using Racewalk.Programs;

namespace Racewalk.Exploration.Clocks;

internal sealed partial class ClockSearch<TOrder>
{
    /// <summary>
    /// The source to try after <paramref name="source"/> for a read that the thread would add now: the next one down the coherence order, past
    /// the first write that is already before the read none is consistent. Unsatisfying values of an await are taken from the last write only
    /// (any later write may revisit the read, so nothing is lost).
    /// </summary>
    private int NextSource(int thread, int node, int source)
    {
        ref ThreadCursor t = ref _log.Threads[thread];
        ref PathNode n = ref _tree.Nodes[node];
        Vector256<byte> before = ClockAppend<TOrder>.BeforeRead(_log, ref t, n.Kind == OperationKind.Rmw);
        while (true)
        {
            if (source < 0 || _log.IsBefore(source, ref before)
                || (TOrder.HasStoreBuffer && _log.Events[source].Thread == thread))
            {
                return Frame.NoPlace;
            }

            source = _log.Events[source].CoherencePrevious;
            if (n.Await == AwaitKind.None
                || n.Satisfies(source >= 0 ? _log.Events[source].Value : _tree.Initial(n.Location)))
            {
                return source;
            }
        }
    }

    /// <summary>The coherence place to try after <paramref name="place"/> for a write that the thread would add now.</summary>
    private int NextPlace(int thread, int place)
    {
        while (place >= 0 && !IsBeforeNext(thread, place))
        {
            int next = place;
            place = _log.Events[place].CoherencePrevious;
            if (!IsRmwWriteAfter(next, place))
            {
                return place;
            }
        }

        return Frame.NoPlace;
    }

    /// <summary>Whether a write is ordered before the one that the thread would add now.</summary>
    private bool IsBeforeNext(int thread, int write)
    {
        Vector256<byte> before = ClockAppend<TOrder>.BeforeWrite(_log, ref _log.Threads[thread]);
        return _log.IsBefore(write, ref before);
    }
}
