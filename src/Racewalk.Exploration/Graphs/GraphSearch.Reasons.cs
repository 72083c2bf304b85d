using Racewalk.Executions;

namespace Racewalk.Exploration.Graphs;

/// <content>Because of what an event exists, and has its address and value: dependencies and reads-from.</content>
internal sealed partial class GraphSearch
{
    /// <summary>The events that exist, or have their address or value, because of a read; not those that it is merely ordered before.</summary>
    private EventSet AffectedBy(int target, EventSet prefix)
    {
        EventSet affected = default;
        affected.Add(target);
        EventSet open = prefix | Graph.Present;
        open.Add(_revisitor);
        for (bool grown = true; grown;)
        {
            grown = false;
            foreach (int slot in open - affected)
            {
                if (!(DirectReasons(slot) & affected).IsEmpty)
                {
                    affected.Add(slot);
                    grown = true;
                }
            }
        }

        return affected;
    }

    /// <summary>What an event depends on in its thread.</summary>
    private static EventSet OwnReasons(ref GraphEvent e) => e.AddressReads | e.DataReads | e.ControlReads;

    private EventSet DirectReasons(int slot)
    {
        ref GraphEvent e = ref Graph.Events[slot];
        EventSet reasons = OwnReasons(ref e);
        if (e.Kind is EventKind.Read or EventKind.Poll && e.Source >= 0)
        {
            reasons |= OwnReasons(ref Graph.Events[e.Source]);
            reasons.Add(e.Source);
        }

        return reasons;
    }

    /// <summary>
    /// Whether a refused revisit of an event may be a lost one. It is not if the revisitor would exist, or have its value, because of itself, out of thin air: such executions are not built.
    /// </summary>
    /// <param name="revisitor">The revisitor.</param>
    /// <param name="target">The event.</param>
    /// <param name="reasons">Why the revisitor exists and has its value; found when it is asked for.</param>
    private bool MayBeLost(int revisitor, int target, ref EventSet? reasons)
    {
        if (Graph.Events[target].Kind != EventKind.Read)
        {
            return false;
        }

        EventSet all = reasons ??= ReasonsOf(revisitor);
        bool may = !all.Contains(target);
        InvariantException.Require(!_checksInvariants || may != AffectedBy(target, default).Contains(revisitor), "an event is affected by a read exactly if that is one of its reasons", target);
        return may;
    }

    /// <summary>The events because of which an event exists, or has its address or value.</summary>
    private EventSet ReasonsOf(int revisitor) => WithReasons(DirectReasons(revisitor));

    private EventSet WithReasons(EventSet events) => WithReasons(events, Graph.Present);

    /// <summary>The same, or some that have all of those looked for.</summary>
    private EventSet WithReasons(EventSet events, EventSet lookedFor)
    {
        EventSet open = events & Graph.Present;
        EventSet done = default;
        while (!open.IsEmpty)
        {
            done |= open;
            if ((lookedFor - done).IsEmpty)
            {
                break;
            }

            EventSet next = default;
            foreach (int slot in open)
            {
                next |= DirectReasons(slot);
            }

            open = (next & Graph.Present) - done;
        }

        return done;
    }
}
