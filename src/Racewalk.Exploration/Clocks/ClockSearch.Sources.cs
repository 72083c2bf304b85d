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
        ref PathNode n = ref _tree.Nodes[node];
        Vector256<byte> before = ClockAppend<TOrder>.BeforeRead(_log, ref _log.Threads[thread], n.Kind == OperationKind.Rmw);
        return NextSource(thread, ref n, source, ref before);
    }

    private int NextSource(int thread, ref PathNode n, int source, ref Vector256<byte> before)
    {
        while (true)
        {
            if (source < 0 || _log.IsBefore(source, ref before)
                || (TOrder.HasStoreBuffer && _log.Events[source].Thread == thread))
            {
                return Frame.NoPlace;
            }

            source = _log.Events[source].CoherencePrevious;
            ulong value = SourceValue(ref n, source);
            if ((n.Await == AwaitKind.None || n.Satisfies(value))
                && (n.Kind != OperationKind.Rmw || !n.Writes(value) || MayWriteAfter(thread, ref n, source)))
            {
                return source;
            }
        }
    }

    /// <summary>
    /// Whether a read-modify-write that would read <paramref name="source"/> now can ever write. If another one took that write, it must be deleted by a revisit of what this one
    /// writes: of an event that is not younger, and all that is younger than it must be maximal.
    /// </summary>
    private bool MayWriteAfter(int thread, ref PathNode n, int source)
    {
        int taker = source >= 0 ? _log.Events[source].CoherenceNext : _log.Locations[n.Location].CoherenceFirst;
        if (taker < 0 || !IsRmwWriteAfter(taker, source))
        {
            return true;
        }

        Vector256<byte> prefix = ClockAppend<TOrder>.PrefixOfNext(_log, ref _log.Threads[thread], thread);
        if (source >= 0)
        {
            prefix = Vector256.Max(prefix, _log.Events[source].Prefix);
        }

        for (int e = _log.Count - 1; e >= taker; e--)
        {
            if (!_log.InPrefix(e, ref prefix) && !IsMaximal(e, ref prefix))
            {
                return false;
            }
        }

        return !_log.InPrefix(taker, ref prefix);
    }

    /// <summary>The coherence place to try after <paramref name="place"/> for a write that the thread would add now.</summary>
    private int NextPlace(int thread, int place)
    {
        Vector256<byte> before = ClockAppend<TOrder>.BeforeWrite(_log, ref _log.Threads[thread]);
        return NextPlace(place, ref before);
    }

    private int NextPlace(int place, ref Vector256<byte> before)
    {
        while (place >= 0 && !_log.IsBefore(place, ref before))
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
