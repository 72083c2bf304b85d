using Racewalk.Executions;
using Racewalk.Exploration.Paths;

namespace Racewalk.Exploration.Clocks;

/// <content>The copy that a revisit starts from.</content>
internal sealed partial class ClockLog
{
    /// <summary>Becomes what another log would be if it were cut to <paramref name="count"/> events: copies those alone and steps over the rest.</summary>
    public void CopyCut(ClockLog other, int count, PathNode[] nodes)
    {
        if (Events.Length < other.Events.Length)
        {
            Events = new ClockEvent[other.Events.Length];
        }

        other.Events.AsSpan(0, count).CopyTo(Events);
        Count = count;
        CopyTrail(other);
        other.Threads.AsSpan().CopyTo(Threads);
        if (Locations.Length != other.Locations.Length)
        {
            Locations = new LocationState[other.Locations.Length];
        }

        other.Locations.AsSpan().CopyTo(Locations);
        Runnable = other.Runnable;
        MustWrite = other.MustWrite;
        Unknown = other.Unknown;
        Effects = other.Effects;
        Awaits = other.Awaits;
        Unfinished = other.Unfinished;
        Sends = other.Sends;
        TakeOut(other, nodes);
    }

    private void CopyTrail(ClockLog other)
    {
        TrailCount = Count < other.Count ? other.Events[Count].Trail : other.TrailCount;
        if (Trail.Length < TrailCount)
        {
            Trail = new TrailEntry[other.Trail.Length];
        }

        other.Trail.AsSpan(0, TrailCount).CopyTo(Trail);
        for (int i = other.TrailCount - 1; i >= TrailCount; i--)
        {
            ref TrailEntry entry = ref other.Trail[i];
            if (entry.Event < Count)
            {
                Events[entry.Event].Before = entry.Before;
            }
        }
    }

    private void TakeOut(ClockLog other, PathNode[] nodes)
    {
        uint seen = 0;
        for (int id = Count; id < other.Count; id++)
        {
            ref ClockEvent e = ref other.Events[id];
            switch (e.Kind)
            {
                case EventKind.Write when e.CoherencePrevious < Count:
                    TakeOutOfCoherence(other, ref e);
                    break;
                case EventKind.Read when e.ReadPrevious < Count:
                    Locations[e.Location].ReadLast = e.ReadPrevious;
                    break;
                case EventKind.Send:
                    Sends--;
                    break;
            }

            uint thread = 1u << e.Thread;
            if ((seen & thread) == 0)
            {
                seen |= thread;
                Rewind(ref e, nodes);
            }
        }
    }

    /// <summary>Takes out a write whose predecessor stays, and those that follow it up to the next that stays.</summary>
    private void TakeOutOfCoherence(ClockLog other, ref ClockEvent e)
    {
        int previous = e.CoherencePrevious;
        int next = e.CoherenceNext;
        while (next >= Count)
        {
            next = other.Events[next].CoherenceNext;
        }

        ref LocationState location = ref Locations[e.Location];
        (previous >= 0 ? ref Events[previous].CoherenceNext : ref location.CoherenceFirst) = next;
        (next >= 0 ? ref Events[next].CoherencePrevious : ref location.CoherenceLast) = previous;
    }
}
