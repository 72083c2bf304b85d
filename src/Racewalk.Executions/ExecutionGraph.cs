using System.Runtime.CompilerServices;

namespace Racewalk.Executions;

/// <summary>
/// An execution graph with holes: events in slots that belong to a place in program order for good, so that a set of events survives removing
/// and adding others. Program order, reads-from and coherence; everything else is derived.
/// </summary>
public sealed class ExecutionGraph
{
    private readonly SlotTable _slots;
    private (int First, int Last)[] _coherence = [];
    private EventSet[] _reads = [];
    private EventSet _present;
    private EventSet _rmwReads;
    private EventSet _barriers;
    private EventSet _special;

    /// <summary>An empty graph for a number of threads.</summary>
    public ExecutionGraph(SlotTable slots)
    {
        _slots = slots;
        Events = new GraphEvent[EventSet.Capacity];
    }

    /// <summary>The events, by slot; only those in <see cref="Present"/> mean something.</summary>
    public GraphEvent[] Events { get; }

    /// <summary>The events that are there.</summary>
    public EventSet Present => _present;

    /// <summary>The addresses of locations, for models that ask whether two accesses are at the same distance from the beginning of their pages.</summary>
    public IReadOnlyList<ulong> Addresses { get; init; } = [];

    /// <summary>The number of threads.</summary>
    public int ThreadCount => _slots.ThreadCount;

    /// <summary>The number of locations that were ever accessed.</summary>
    public int LocationCount => _coherence.Length;

    /// <summary>The slot of a place in program order; -1 if none was ever given to it.</summary>
    public int SlotAt(int thread, int index) => _slots.TryGet(thread, index);

    /// <summary>The length of a thread's program order as far as it was ever reached.</summary>
    public int ThreadLength(int thread) => _slots.Length(thread);

    /// <summary>The slot of the last event of a thread that is there; -1 if there is none.</summary>
    public int LastOf(int thread) => EventsOf(thread).Last;

    /// <summary>All places of a thread that were ever reached. A later one has a higher slot.</summary>
    public EventSet PlacesOf(int thread) => _slots.Of(thread);

    /// <summary>The events of a thread that are there.</summary>
    public EventSet EventsOf(int thread) => Present & _slots.Of(thread);

    /// <summary>The reads of a location that are there. Holds as long as nobody changes the location of an event that is there.</summary>
    public EventSet ReadsOf(int location) => location < _reads.Length ? _reads[location] & Present : default;

    /// <summary>The reads of read-modify-writes that are there.</summary>
    public EventSet RmwReads => _rmwReads & _present;

    /// <summary>The barriers that are there.</summary>
    public EventSet Barriers => _barriers & _present;

    /// <summary>The plain accesses, spinlocks taken, and polls that are there: what a model of marked accesses that order within their threads would have to be more for.</summary>
    public EventSet Special => _special & _present;

    /// <summary>The reads that are there and read from a write, or from the initial value of a location if <paramref name="write"/> is -1.</summary>
    public EventSet Readers(int write, int location)
    {
        EventSet readers = default;
        foreach (int slot in ReadsOf(location))
        {
            if (Events[slot].Source == write)
            {
                readers.Add(slot);
            }
        }

        return readers;
    }

    /// <summary>
    /// The write, -1 for the initial value, that a thread's last access of a location before a place read or was. It says it all: what came before it did not go down in coherence either. The reads of
    /// walks are not asked. False if there was no access.
    /// </summary>
    /// <param name="thread">The thread.</param>
    /// <param name="index">The place.</param>
    /// <param name="location">The location.</param>
    /// <param name="among">The events that count, of those that are there.</param>
    /// <param name="seen">The write.</param>
    public bool TryLastSeen(int thread, int index, int location, EventSet among, out int seen)
    {
        for (int i = index - 1; i >= 0; i--)
        {
            int slot = _slots.TryGet(thread, i);
            ref GraphEvent e = ref Events[slot];
            if (!among.Contains(slot) || !e.IsAccess || e.Location != location || (e.IsWalk && e.Kind == EventKind.Read))
            {
                continue;
            }

            seen = e.Kind == EventKind.Write ? slot : e.Source;
            if (seen < 0 || among.Contains(seen))
            {
                return true;
            }
        }

        seen = -1;
        return false;
    }

    /// <summary>Whether the event in a slot is there.</summary>
    public bool Has(int slot) => slot >= 0 && _present.Contains(slot);

    /// <summary>The coherence-first write of a location, -1 if there is none.</summary>
    public int First(int location) => location < _coherence.Length ? _coherence[location].First : -1;

    /// <summary>The coherence-last write of a location, -1 if there is none.</summary>
    public int Last(int location) => location < _coherence.Length ? _coherence[location].Last : -1;

    /// <summary>The write that follows <paramref name="write"/> (-1: the initial value) in the coherence order of a location; -1 at the end.</summary>
    public int After(int write, int location) => write >= 0 ? Events[write].CoherenceNext : First(location);

    /// <summary>Makes the event in a slot present. Writes must be linked besides.</summary>
    public void Add(int slot)
    {
        _present.Add(slot);
        ref GraphEvent e = ref Events[slot];
        if (e.Kind == EventKind.Read)
        {
            NoteRead(slot);
        }

        // A place may be something else on another path.
        Put(ref _barriers, slot, e.Kind == EventKind.Fence);
        Put(ref _rmwReads, slot, e.Kind == EventKind.Read && e.IsRmw);
        Put(ref _special, slot, IsSpecial(ref e));
    }

    private static bool IsSpecial(ref GraphEvent e) => e.Kind switch
    {
        EventKind.Read => (e.Access & Access.Lock) != 0 || (!e.IsRmw && (e.Access & Access.Plain) != 0),
        EventKind.Write => !e.IsRmw && (e.Access & Access.Plain) != 0,
        _ => e.Kind == EventKind.Poll,
    };

    // A call here takes a tenth of the time of programs with few events.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(ref EventSet set, int slot, bool isIn)
    {
        if (set.Contains(slot) == isIn)
        {
            return;
        }

        if (isIn)
        {
            set.Add(slot);
        }
        else
        {
            set.Remove(slot);
        }
    }

    private void NoteRead(int slot)
    {
        ref GraphEvent e = ref Events[slot];
        if (e.Location >= _reads.Length)
        {
            Array.Resize(ref _reads, e.Location + 8);
        }

        _reads[e.Location].Add(slot);
    }

    /// <summary>Removes an event; a write is unlinked.</summary>
    public void Remove(int slot)
    {
        _present.Remove(slot);
        ref GraphEvent e = ref Events[slot];
        if (e.Kind == EventKind.Write)
        {
            Unlink(slot);
        }
        else if (e.Kind == EventKind.Read && e.Location < _reads.Length)
        {
            _reads[e.Location].Remove(slot);
        }
    }

    /// <summary>Puts a write into its location's coherence order after <paramref name="place"/> (-1: the initial value).</summary>
    public void Link(int slot, int place)
    {
        ref GraphEvent e = ref Events[slot];
        if (e.Location >= _coherence.Length)
        {
            int old = _coherence.Length;
            Array.Resize(ref _coherence, e.Location + 8);
            Array.Fill(_coherence, (-1, -1), old, _coherence.Length - old);
        }

        ref (int First, int Last) ends = ref _coherence[e.Location];
        int next = place >= 0 ? Events[place].CoherenceNext : ends.First;
        e.CoherencePrevious = place;
        e.CoherenceNext = next;
        if (place >= 0)
        {
            Events[place].CoherenceNext = slot;
        }
        else
        {
            ends.First = slot;
        }

        if (next >= 0)
        {
            Events[next].CoherencePrevious = slot;
        }
        else
        {
            ends.Last = slot;
        }
    }

    /// <summary>Takes a write out of its location's coherence order.</summary>
    public void Unlink(int slot)
    {
        ref GraphEvent e = ref Events[slot];
        ref (int First, int Last) ends = ref _coherence[e.Location];
        if (e.CoherencePrevious >= 0)
        {
            Events[e.CoherencePrevious].CoherenceNext = e.CoherenceNext;
        }
        else
        {
            ends.First = e.CoherenceNext;
        }

        if (e.CoherenceNext >= 0)
        {
            Events[e.CoherenceNext].CoherencePrevious = e.CoherencePrevious;
        }
        else
        {
            ends.Last = e.CoherencePrevious;
        }
    }

    /// <summary>Removes every event that is not in <paramref name="keep"/>.</summary>
    public void Restrict(EventSet keep)
    {
        foreach (int slot in Present - keep)
        {
            if (Events[slot].Kind == EventKind.Write)
            {
                Unlink(slot);
            }
        }

        for (int l = 0; l < _reads.Length; l++)
        {
            _reads[l] &= keep;
        }

        _present &= keep;
    }

    /// <summary>Makes this graph a copy of another one over the same slots.</summary>
    public void CopyFrom(ExecutionGraph other)
    {
        _present = other._present;
        Array.Copy(other.Events, Events, _slots.Count);
        if (_coherence.Length != other._coherence.Length)
        {
            _coherence = new (int, int)[other._coherence.Length];
        }

        Array.Copy(other._coherence, _coherence, _coherence.Length);
        if (_reads.Length != other._reads.Length)
        {
            _reads = new EventSet[other._reads.Length];
        }

        Array.Copy(other._reads, _reads, _reads.Length);
        _rmwReads = other._rmwReads;
        _barriers = other._barriers;
        _special = other._special;
    }
}
