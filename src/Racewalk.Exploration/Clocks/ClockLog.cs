using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Racewalk.Executions;
using Racewalk.Exploration.Paths;
using Racewalk.Programs;

namespace Racewalk.Exploration.Clocks;

/// <summary>
/// An execution graph under construction: the log of events with their clocks, the threads' cursors, the locations. Adding keeps the clocks
/// closed; cutting undoes exactly. The design is that of ENGINE notes: an event's id is its place in the log, undo is truncation.
/// </summary>
internal sealed partial class ClockLog(int threads)
{
    public ClockEvent[] Events = new ClockEvent[64];
    public int Count;
    public ThreadCursor[] Threads = new ThreadCursor[threads];
    public LocationState[] Locations = [];
    public TrailEntry[] Trail = new TrailEntry[64];
    public int TrailCount;

    /// <summary>The threads that can run, by their place in the order of running: bit 0 runs first.</summary>
    public uint Runnable;

    /// <summary>The threads in state <see cref="CursorState.MustWrite"/>, likewise.</summary>
    public uint MustWrite;

    /// <summary>The threads whose next operation is not known, likewise.</summary>
    public uint Unknown;

    /// <summary>The threads whose next operation reads nothing, likewise.</summary>
    public uint Effects;

    /// <summary>The threads whose next operation waits for a value, likewise.</summary>
    public uint Awaits;

    /// <summary>The threads that have not finished, likewise.</summary>
    public uint Unfinished;

    /// <summary>How many sends there are in the log.</summary>
    public int Sends;

    /// <summary>Makes room for one event more and for locations up to <paramref name="location"/>.</summary>
    public void Reserve(int location)
    {
        if (Count == Events.Length)
        {
            Array.Resize(ref Events, Count * 2);
        }

        if (location >= Locations.Length)
        {
            int old = Locations.Length;
            Array.Resize(ref Locations, Math.Max(8, (location + 1) * 2));
            Array.Fill(Locations, LocationState.Empty, old, Locations.Length - old);
        }
    }

    /// <summary>Changes what a thread can do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetState(ref ThreadCursor thread, CursorState state)
    {
        thread.State = state;
        uint bit = 1u << thread.Place;
        Runnable = state <= CursorState.MustWrite ? Runnable | bit : Runnable & ~bit;
        MustWrite = state == CursorState.MustWrite ? MustWrite | bit : MustWrite & ~bit;
        Unfinished = state == CursorState.Finished ? Unfinished & ~bit : Unfinished | bit;
        Unknown &= ~bit;
        Effects &= ~bit;
        Awaits &= ~bit;
    }

    /// <summary>Puts a thread before an operation that it can run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetReady(ref ThreadCursor thread, in PathNode next)
    {
        SetState(ref thread, CursorState.Running);
        uint bit = 1u << thread.Place;
        if (next.Kind is not (OperationKind.Read or OperationKind.Rmw or OperationKind.Poll))
        {
            Effects |= bit;
        }
        else if (next.Await != AwaitKind.None)
        {
            Awaits |= bit;
        }
    }

    /// <summary>Puts a thread before an operation, or between the read and the write of a read-modify-write.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetBefore(ref ThreadCursor thread, in PathNode next, bool mustWrite)
    {
        if (mustWrite)
        {
            SetState(ref thread, CursorState.MustWrite);
        }
        else
        {
            SetReady(ref thread, in next);
        }
    }

    /// <summary>Lets a thread go on to an operation that is not known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetUnknown(ref ThreadCursor thread)
    {
        SetState(ref thread, CursorState.Running);
        Unknown |= 1u << thread.Place;
    }

    /// <summary>The event at a place of a thread; -1 if it is not there.</summary>
    public int EventAt(int thread, int index)
    {
        int id = Threads[thread].ProgramLast;
        while (id >= 0 && Events[id].Index > index)
        {
            id = Events[id].ProgramPrevious;
        }

        return id >= 0 && Events[id].Index == index ? id : -1;
    }

    /// <summary>Whether an event is the same as its twin: reads have one source, choices one alternative. What writes is never the same.</summary>
    public bool IsLikeTwin(int id)
    {
        ref ClockEvent e = ref Events[id];
        if (e.Twin < 0)
        {
            return false;
        }

        ref ClockEvent twin = ref Events[e.Twin];
        return twin.Kind != EventKind.Write && e.Source == twin.Source && (e.Kind != EventKind.Choice || e.Value == twin.Value);
    }

    /// <summary>Whether write <paramref name="write"/> is ordered before an event with this clock.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsBefore(int write, ref Vector256<byte> clock)
    {
        ref ClockEvent w = ref Events[write];
        return ClockEvent.Lane(ref clock, w.Thread) >= w.WriteOrdinal;
    }

    /// <summary>Whether event <paramref name="id"/> is in the causal prefix with this clock.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool InPrefix(int id, ref Vector256<byte> prefix)
    {
        ref ClockEvent e = ref Events[id];
        return ClockEvent.Lane(ref prefix, e.Thread) > e.Index;
    }

    /// <summary>Joins <paramref name="clock"/> into every event that has write <paramref name="write"/> before it, or is it. One pass is exact: clocks are closed.</summary>
    public void JoinAfter(int write, Vector256<byte> clock)
    {
        int thread = Events[write].Thread;
        byte ordinal = Events[write].WriteOrdinal;
        Span<ClockEvent> events = Events.AsSpan(0, Count);
        for (int i = 0; i < events.Length; i++)
        {
            ref ClockEvent e = ref events[i];
            if (ClockEvent.Lane(ref e.Before, thread) >= ordinal)
            {
                Vector256<byte> joined = Vector256.Max(e.Before, clock);
                if (joined != e.Before)
                {
                    PushTrail(i, e.Before);
                    e.Before = joined;
                }
            }
        }
    }

    /// <summary>Removes the events from <paramref name="count"/> on, newest first, and everything they caused.</summary>
    public void Cut(int count, PathNode[] nodes)
    {
        while (Count > count)
        {
            Pop(nodes);
        }
    }

    private void Pop(PathNode[] nodes)
    {
        int id = --Count;
        ref ClockEvent e = ref Events[id];
        UndoTrail(ref e);
        switch (e.Kind)
        {
            case EventKind.Write:
                Unlink(ref e);
                break;
            case EventKind.Read:
                Locations[e.Location].ReadLast = e.ReadPrevious;
                break;
            case EventKind.Send:
                Sends--;
                break;
        }

        Rewind(ref e, nodes);
    }

    /// <summary>Gives all events the clocks that they had before an event was added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void UndoTrail(ref ClockEvent e)
    {
        while (TrailCount > e.Trail)
        {
            ref TrailEntry entry = ref Trail[--TrailCount];
            Events[entry.Event].Before = entry.Before;
        }
    }

    /// <summary>Puts a thread where it was before one of its events.</summary>
    private void Rewind(ref ClockEvent e, PathNode[] nodes)
    {
        ref ThreadCursor t = ref Threads[e.Thread];
        t.Node = e.Node;
        t.ProgramLast = e.ProgramPrevious;
        t.ReadChain = e.ReadChainPrevious;
        t.WriteChain = e.WriteChainPrevious;
        t.Context = e.Context;
        t.Events = e.Index;
        t.Writes = e.WritesBefore;
        SetBefore(ref t, in nodes[e.Node], e.IsRmwWrite);
    }

    /// <summary>Puts a write into the coherence order, after <paramref name="place"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Link(int write, int location, int place)
    {
        ref LocationState l = ref Locations[location];
        ref ClockEvent e = ref Events[write];
        ref int next = ref place >= 0 ? ref Events[place].CoherenceNext : ref l.CoherenceFirst;
        e.CoherencePrevious = place;
        e.CoherenceNext = next;
        if (next >= 0)
        {
            Events[next].CoherencePrevious = write;
        }
        else
        {
            l.CoherenceLast = write;
        }

        next = write;
    }

    /// <summary>Takes a write out of the coherence order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Unlink(ref ClockEvent e)
    {
        ref LocationState location = ref Locations[e.Location];
        (e.CoherencePrevious >= 0 ? ref Events[e.CoherencePrevious].CoherenceNext : ref location.CoherenceFirst) = e.CoherenceNext;
        (e.CoherenceNext >= 0 ? ref Events[e.CoherenceNext].CoherencePrevious : ref location.CoherenceLast) = e.CoherencePrevious;
    }

    private void PushTrail(int id, Vector256<byte> before)
    {
        if (TrailCount == Trail.Length)
        {
            Array.Resize(ref Trail, TrailCount * 2);
        }

        Trail[TrailCount++] = new TrailEntry { Event = id, Before = before };
    }
}

/// <summary>A clock that was changed, with its value before.</summary>
internal struct TrailEntry
{
    public Vector256<byte> Before;
    public int Event;
}
