using Racewalk.Executions;
using Racewalk.Oracle.Axioms;
using Racewalk.Oracle.Unfolding;

namespace Racewalk.Oracle;

/// <summary>One unfolding of each thread, put side by side: the events are numbered thread after thread, each in program order.</summary>
internal sealed class Skeleton
{
    private readonly int[] _start;
    private readonly int[] _thread;
    private readonly ulong[] _threadEvents;
    private readonly ulong[] _accesses;

    /// <summary>Puts unfoldings side by side.</summary>
    /// <exception cref="TooLargeException">They have more than 64 events.</exception>
    public Skeleton(ThreadUnfolding[] threads, int locations)
    {
        Threads = [.. threads];
        _start = new int[threads.Length];
        for (int thread = 0; thread < threads.Length; thread++)
        {
            _start[thread] = Count;
            Count += threads[thread].Events.Length;
        }

        if (Count > ThreadRun.EventLimit)
        {
            throw new TooLargeException("too many events");
        }

        Events = new ThreadEvent[Count];
        _thread = new int[Count];
        _threadEvents = new ulong[threads.Length];
        _accesses = new ulong[locations];
        for (int thread = 0; thread < threads.Length; thread++)
        {
            ThreadEvent[] events = threads[thread].Events;
            for (int i = 0; i < events.Length; i++)
            {
                int id = _start[thread] + i;
                Events[id] = events[i];
                _thread[id] = thread;
                _threadEvents[thread] |= 1UL << id;
                if (events[i].Location >= 0)
                {
                    _accesses[events[i].Location] |= 1UL << id;
                }
            }
        }
    }

    /// <summary>The unfoldings.</summary>
    public ThreadUnfolding[] Threads { get; }

    /// <summary>The events.</summary>
    public ThreadEvent[] Events { get; }

    /// <summary>The number of events.</summary>
    public int Count { get; }

    /// <summary>The number of locations.</summary>
    public int Locations => _accesses.Length;

    /// <summary>The thread of an event.</summary>
    public int Thread(int id) => _thread[id];

    /// <summary>The place of an event in its thread.</summary>
    public int Index(int id) => id - _start[_thread[id]];

    /// <summary>The number of an event given by thread and place.</summary>
    public int Id(int thread, int index) => _start[thread] + index;

    /// <summary>The events after one in its thread.</summary>
    public ulong Later(int id) => _threadEvents[_thread[id]] & ~((2UL << id) - 1);

    /// <summary>The events of other threads.</summary>
    public ulong External(int id) => ~_threadEvents[_thread[id]];

    /// <summary>The reads and writes of a location.</summary>
    public ulong Accesses(int location) => _accesses[location];

    /// <summary>The other event of a successful read-modify-write, or -1.</summary>
    public int Partner(int id) => Events[id].Partner < 0 ? -1 : _start[_thread[id]] + Events[id].Partner;

    /// <summary>Adds a relation of each thread to an order over all events.</summary>
    public void AddLocal(ulong[] order, Func<ThreadUnfolding, Relation> relation)
    {
        for (int thread = 0; thread < Threads.Length; thread++)
        {
            Relation local = relation(Threads[thread]);
            for (int i = 0; i < local.Count; i++)
            {
                order[_start[thread] + i] |= local[i] << _start[thread];
            }
        }
    }

    /// <summary>The reads or the writes of a location, by number.</summary>
    public int[] Select(int location, EventKind kind)
    {
        var found = new List<int>();
        for (int id = 0; id < Count; id++)
        {
            if (Events[id].Location == location && Events[id].Kind == kind)
            {
                found.Add(id);
            }
        }

        return [.. found];
    }
}
