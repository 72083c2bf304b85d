using Racewalk.Executions;
using Racewalk.Oracle.Axioms;

namespace Racewalk.Oracle;

/// <summary>All reads-from and coherence orders of one location; if pruning, only those which the generic axioms allow.</summary>
/// <remarks>Coherence and atomicity relate accesses of one location only, so they can be decided for each location by itself.</remarks>
internal sealed class LocationSearch
{
    private readonly Skeleton _skeleton;
    private readonly int _location;
    private readonly bool _prune;
    private readonly int[] _reads;
    private readonly int[] _writes;
    private readonly int[][] _candidates;
    private readonly int[] _order;
    private readonly int[] _sources;

    // Each write's place in the coherence order.
    private readonly int[] _places;
    private readonly List<LocationChoice> _found = [];
    private readonly int _limit;

    private LocationSearch(Skeleton skeleton, int location, ulong initial, bool prune, int limit)
    {
        _skeleton = skeleton;
        _location = location;
        _prune = prune;
        _limit = limit;
        _reads = skeleton.Select(location, EventKind.Read);
        _writes = skeleton.Select(location, EventKind.Write);
        _order = new int[_writes.Length];
        _sources = new int[_reads.Length];
        _places = new int[skeleton.Count];
        _candidates = new int[_reads.Length][];
        for (int i = 0; i < _reads.Length; i++)
        {
            _candidates[i] = Sources(_reads[i], initial);
        }
    }

    /// <summary>All choices for a location.</summary>
    /// <exception cref="TooLargeException">There are more than <paramref name="limit"/>.</exception>
    public static List<LocationChoice> Search(Skeleton skeleton, int location, ulong initial, bool prune, int limit)
    {
        var search = new LocationSearch(skeleton, location, initial, prune, limit);
        if (Array.TrueForAll(search._candidates, static sources => sources.Length > 0))
        {
            search.ExtendOrder(0, 0);
        }

        return search._found;
    }

    private int[] Sources(int read, ulong initial)
    {
        var sources = new List<int>();
        ulong value = _skeleton.Events[read].Value;
        if (value == initial)
        {
            sources.Add(-1);
        }

        foreach (int write in _writes)
        {
            if (_skeleton.Events[write].Value != value)
            {
                continue;
            }

            // A write is not read before it is there.
            if (!_prune || _skeleton.Thread(write) != _skeleton.Thread(read) || write < read)
            {
                sources.Add(write);
            }
        }

        return [.. sources];
    }

    private void ExtendOrder(int length, ulong placed)
    {
        if (length == _order.Length)
        {
            ExtendSources(0);
            return;
        }

        foreach (int write in _writes)
        {
            bool usable = (placed >> write & 1) == 0 && (!_prune || IsNext(write, placed));
            if (usable)
            {
                _order[length] = write;
                _places[write] = length;
                ExtendOrder(length + 1, placed | 1UL << write);
            }
        }
    }

    // Whether all writes before this one in its thread have their place in the coherence order.
    private bool IsNext(int write, ulong placed)
    {
        foreach (int other in _writes)
        {
            if (other < write && _skeleton.Thread(other) == _skeleton.Thread(write) && (placed >> other & 1) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private void ExtendSources(int length)
    {
        if (length < _sources.Length)
        {
            foreach (int source in _candidates[length])
            {
                _sources[length] = source;
                if (!_prune || Fits(length))
                {
                    ExtendSources(length + 1);
                }
            }

            return;
        }

        var choice = new LocationChoice(_location, _reads, [.. _sources], [.. _order]);
        if (_prune && !(IsCoherent(choice) && IsAtomic(choice)))
        {
            return;
        }

        if (_found.Count == _limit)
        {
            throw new TooLargeException("too many choices for a location");
        }

        _found.Add(choice);
    }

    // Whether a read's source agrees with the accesses of its own thread. This only saves time: the axioms are asked in the end.
    private bool Fits(int index)
    {
        int read = _reads[index];
        int thread = _skeleton.Thread(read);
        int place = Place(_sources[index]);
        int partner = _skeleton.Partner(read);
        if (partner >= 0 && _places[partner] != place + 1)
        {
            return false;
        }

        if (index > 0 && _skeleton.Thread(_reads[index - 1]) == thread && Place(_sources[index - 1]) > place)
        {
            return false;
        }

        foreach (int write in _writes)
        {
            if (_skeleton.Thread(write) == thread && (write < read ? _places[write] > place : _places[write] <= place))
            {
                return false;
            }
        }

        return true;
    }

    private int Place(int write) => write < 0 ? -1 : _places[write];

    private bool IsCoherent(LocationChoice choice)
    {
        Span<ulong> order = stackalloc ulong[_skeleton.Count];
        ulong accesses = _skeleton.Accesses(_location);
        for (int i = 0; i < choice.Reads.Length; i++)
        {
            int read = choice.Reads[i];
            order[read] = (_skeleton.Later(read) & accesses) | choice.Fr[i];
        }

        for (int i = 0; i < choice.Order.Length; i++)
        {
            int write = choice.Order[i];
            order[write] = (_skeleton.Later(write) & accesses) | choice.Rf[i] | choice.Co[i];
        }

        return Relation.IsAcyclic(order);
    }

    private bool IsAtomic(LocationChoice choice)
    {
        for (int i = 0; i < choice.Reads.Length; i++)
        {
            int read = choice.Reads[i];
            int partner = _skeleton.Partner(read);
            ulong between = partner < 0 ? 0 : choice.Fr[i] & _skeleton.External(read);
            for (int k = 0; k < choice.Order.Length && between != 0; k++)
            {
                int write = choice.Order[k];
                if ((between >> write & 1) != 0 && (choice.Co[k] >> partner & 1) != 0)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
