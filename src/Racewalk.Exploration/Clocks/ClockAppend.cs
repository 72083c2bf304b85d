using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Racewalk.Executions;

namespace Racewalk.Exploration.Clocks;

/// <summary>Adds events to a log and keeps its clocks closed, for one memory model.</summary>
/// <remarks>The clock rules are AXIOMS §1: SC, one chain a thread; TSO, ppo without write-to-read, barriers and locked instructions on both sides.</remarks>
internal static class ClockAppend<TOrder>
    where TOrder : struct, IClockOrder
{
    /// <summary>The clock of what is ordered before a read that thread <paramref name="t"/> would add now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> BeforeRead(ClockLog log, ref ThreadCursor t, bool locked) => Before(log, t.ReadChain, t.WriteChain, t.Twin, locked);

    /// <summary>The clock of what is ordered before a write, a full barrier or a send.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> BeforeWrite(ClockLog log, ref ThreadCursor t) => BeforeRead(log, ref t, locked: true);

    /// <summary>The causal prefix of the event that thread <paramref name="t"/> would add now, the event included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> PrefixOfNext(ClockLog log, ref ThreadCursor t, int thread) => PrefixAfter(log, t.ProgramLast, t.Twin, thread, t.Events);

    /// <summary>The causal prefix of an event of the log by program order alone, the event included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> PrefixOf(ClockLog log, in ClockEvent e) => PrefixAfter(log, e.ProgramPrevious, e.Twin, e.Thread, e.Index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> PrefixAfter(ClockLog log, int previous, int twin, int thread, int index)
    {
        Vector256<byte> prefix = previous >= 0 ? log.Events[previous].Prefix : Vector256<byte>.Zero;
        if (TOrder.HasTwins && twin >= 0)
        {
            prefix = Vector256.Max(prefix, log.Events[twin].Prefix);
        }

        ClockEvent.SetLane(ref prefix, thread, (byte)(index + 1));
        return prefix;
    }

    /// <summary>Adds a read from <paramref name="source"/>; a dangling one is completed by <see cref="SetSource"/>.</summary>
    public static int Read(ClockLog log, int thread, int node, int location, int source, ulong value, EventFlags flags)
    {
        int id = LinkRead(log, thread, node, location, source, value, flags);
        OrderRead(log, id);
        return id;
    }

    /// <summary>Adds a read without its clocks, which <see cref="OrderRead"/> adds. The last event of an execution needs none.</summary>
    public static int LinkRead(ClockLog log, int thread, int node, int location, int source, ulong value, EventFlags flags)
    {
        int id = Append(log, thread, node, EventKind.Read, flags, location);
        ref ClockEvent e = ref log.Events[id];
        e.Source = source;
        e.Value = value;
        ref LocationState l = ref log.Locations[location];
        e.ReadPrevious = l.ReadLast;
        l.ReadLast = id;
        ref ThreadCursor t = ref log.Threads[thread];
        t.ReadChain = id;
        if (!TOrder.HasStoreBuffer || (flags & EventFlags.Rmw) != 0)
        {
            t.WriteChain = id;
        }

        return id;
    }

    /// <summary>Adds the clocks of the read that was added last.</summary>
    public static void OrderRead(ClockLog log, int id)
    {
        ref ClockEvent e = ref log.Events[id];
        e.Before = Before(log, in e, (e.Flags & EventFlags.Rmw) != 0);
        SetSource(log, id, e.Source);
    }

    /// <summary>Makes read <paramref name="id"/> read from <paramref name="source"/>: reads-from and from-reads join the clocks.</summary>
    public static void SetSource(ClockLog log, int id, int source)
    {
        ref ClockEvent e = ref log.Events[id];
        e.Source = source;
        if (source == ClockEvent.Dangling)
        {
            return;
        }

        int next;
        if (source >= 0)
        {
            ref ClockEvent w = ref log.Events[source];
            next = w.CoherenceNext;
            if (source > id)
            {
                w.Flags |= EventFlags.TakenByOlder;
            }

            e.Prefix = Vector256.Max(e.Prefix, w.Prefix);
            // A CPU's own buffered write is forwarded: it is not globally before the read.
            if (!TOrder.HasStoreBuffer || w.Thread != e.Thread)
            {
                e.Before = Vector256.Max(e.Before, w.Before);
            }
        }
        else
        {
            next = log.Locations[e.Location].CoherenceFirst;
        }

        if (next >= 0)
        {
            log.JoinAfter(next, e.Before);
        }
    }

    /// <summary>Adds a write coherence-after <paramref name="place"/> (-1 for the initial value).</summary>
    public static int Write(ClockLog log, int thread, int node, int location, int place, ulong value, EventFlags flags)
    {
        int id = LinkWrite(log, thread, node, location, place, value, flags);
        OrderWrite(log, id);
        return id;
    }

    /// <summary>Adds a write without its clocks, which <see cref="OrderWrite"/> adds. The last event of an execution needs none.</summary>
    public static int LinkWrite(ClockLog log, int thread, int node, int location, int place, ulong value, EventFlags flags)
    {
        int id = Append(log, thread, node, EventKind.Write, flags, location);
        ref ThreadCursor t = ref log.Threads[thread];
        ref ClockEvent e = ref log.Events[id];
        e.Value = value;
        e.WriteOrdinal = ++t.Writes;
        log.Link(id, location, place);
        t.WriteChain = id;
        if (!TOrder.HasStoreBuffer || (flags & EventFlags.Rmw) != 0)
        {
            t.ReadChain = id;
        }

        return id;
    }

    /// <summary>Adds the clocks of the write that was added last.</summary>
    public static void OrderWrite(ClockLog log, int id)
    {
        ref ClockEvent e = ref log.Events[id];
        int place = e.CoherencePrevious;
        Vector256<byte> before = Before(log, in e, locked: true);
        if (place >= 0)
        {
            before = Vector256.Max(before, log.Events[place].Before);
        }

        for (int r = log.Locations[e.Location].ReadLast; r >= 0; r = log.Events[r].ReadPrevious)
        {
            if (log.Events[r].Source == place)
            {
                before = Vector256.Max(before, log.Events[r].Before);
            }
        }

        ClockEvent.SetLane(ref before, e.Thread, e.WriteOrdinal);
        e.Before = before;
        if (e.CoherenceNext >= 0)
        {
            log.JoinAfter(e.CoherenceNext, before);
        }
    }

    /// <summary>The clock of what is ordered before an event by its thread's chains, and by its twin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Before(ClockLog log, in ClockEvent e, bool locked) => Before(log, e.ReadChainPrevious, e.WriteChainPrevious, e.Twin, locked);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Before(ClockLog log, int readChain, int writeChain, int twin, bool locked)
    {
        Vector256<byte> before = readChain >= 0 ? log.Events[readChain].Before : Vector256<byte>.Zero;
        if (TOrder.HasTwins && twin >= 0)
        {
            before = Vector256.Max(before, log.Events[twin].Before);
        }

        return TOrder.HasStoreBuffer && locked && writeChain >= 0 ? Vector256.Max(before, log.Events[writeChain].Before) : before;
    }

    /// <summary>Adds a barrier.</summary>
    public static int Fence(ClockLog log, int thread, int node, FenceKind kind)
    {
        ref ThreadCursor t = ref log.Threads[thread];
        int id = Append(log, thread, node, EventKind.Fence, EventFlags.None, -1);
        // Under TSO only MFENCE orders more than the model does anyway.
        if (kind is FenceKind.Full or FenceKind.DsbFull or FenceKind.SyncRcu)
        {
            log.Events[id].Before = BeforeWrite(log, ref t);
            t.ReadChain = id;
            t.WriteChain = id;
        }

        return id;
    }

    /// <summary>Adds a choice.</summary>
    public static int Choice(ClockLog log, int thread, int node, ulong alternative)
    {
        int id = Append(log, thread, node, EventKind.Choice, EventFlags.None, -1);
        log.Events[id].Value = alternative;
        return id;
    }

    /// <summary>Adds the sending of an interrupt to CPU <paramref name="target"/>: after everything before it.</summary>
    public static int Send(ClockLog log, int thread, int node, int target)
    {
        ref ThreadCursor t = ref log.Threads[thread];
        int id = Append(log, thread, node, EventKind.Send, EventFlags.None, target);
        log.Events[id].Before = BeforeWrite(log, ref t);
        log.Sends++;
        return id;
    }

    /// <summary>Adds a poll that takes <paramref name="send"/>, or nothing (-1). Taking orders everything later of the CPU behind the send.</summary>
    public static int Poll(ClockLog log, int thread, int node, int send, EventFlags flags)
    {
        int id = Append(log, thread, node, EventKind.Poll, flags, -1);
        if (send >= 0 || send == ClockEvent.Dangling)
        {
            SetTaken(log, id, send);
        }

        return id;
    }

    /// <summary>Makes a poll take <paramref name="send"/>.</summary>
    public static void SetTaken(ClockLog log, int id, int send)
    {
        ref ClockEvent e = ref log.Events[id];
        ref ThreadCursor t = ref log.Threads[e.Thread];
        e.Source = send;
        if (send < 0)
        {
            return;
        }

        ref ClockEvent s = ref log.Events[send];
        if (send > id)
        {
            s.Flags |= EventFlags.TakenByOlder;
        }

        e.Before = Vector256.Max(Before(log, in e, locked: false), s.Before);
        e.Prefix = Vector256.Max(e.Prefix, s.Prefix);
        e.Value = 1 + (ulong)s.Thread;
        t.ReadChain = id;
        if (!TOrder.HasStoreBuffer)
        {
            t.WriteChain = id;
        }
    }

    private static int Append(ClockLog log, int thread, int node, EventKind kind, EventFlags flags, int location)
    {
        log.Reserve(kind is EventKind.Read or EventKind.Write ? location : 0);
        int id = log.Count++;
        ref ThreadCursor t = ref log.Threads[thread];
        ref ClockEvent e = ref log.Events[id];
        e.Before = Vector256<byte>.Zero;
        e.Prefix = PrefixOfNext(log, ref t, thread);
        e.Value = 0;
        e.Node = node;
        e.Location = location;
        e.Source = ClockEvent.Initial;
        e.CoherencePrevious = -1;
        e.CoherenceNext = -1;
        e.ReadPrevious = -1;
        e.ProgramPrevious = t.ProgramLast;
        e.ReadChainPrevious = t.ReadChain;
        e.WriteChainPrevious = t.WriteChain;
        e.Context = t.Context;
        if (TOrder.HasTwins)
        {
            e.Twin = t.Twin;
        }

        e.Trail = log.TrailCount;
        e.Thread = (byte)thread;
        e.Kind = kind;
        e.Flags = flags;
        e.Index = t.Events++;
        e.WriteOrdinal = 0;
        e.WritesBefore = t.Writes;
        t.ProgramLast = id;
        return id;
    }
}
