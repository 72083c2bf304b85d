using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>What a thread did before an event, as far as x86-TSO with translation asks (docs/models/translation.md, 3).</summary>
internal struct TsoPast
{
    /// <summary>All that a store, a locked instruction, an invalidation, a fault waits for: reads, those of walks included, and writes.</summary>
    public EventSet All;

    /// <summary>What a later load waits for: loads, locked instructions, invalidations, faults, what precedes an MFENCE.</summary>
    public EventSet BeforeLoads;

    /// <summary>Locked instructions: all that a broadcast invalidation waits for.</summary>
    public EventSet Locked;

    /// <summary>Broadcast invalidations that a TLBSYNC has completed.</summary>
    public EventSet Completed;

    private EventSet _broadcasts;

    /// <summary>What a thread did before an event.</summary>
    public static TsoPast Of(ExecutionGraph graph, ref GraphEvent e)
    {
        var past = default(TsoPast);
        for (int i = 0; i < e.Index; i++)
        {
            past.Add(graph, graph.SlotAt(e.Thread, i));
        }

        return past;
    }

    private void Add(ExecutionGraph graph, int slot)
    {
        ref GraphEvent e = ref graph.Events[slot];
        switch (e.Kind)
        {
            case var _ when e.IsVoid:
                break;
            case EventKind.Read or EventKind.Write when e.IsWalk:
                All.Add(slot);
                break;
            case EventKind.Read:
                All.Add(slot);
                BeforeLoads.Add(slot);
                if (e.IsRmw)
                {
                    Locked.Add(slot);
                }

                break;
            case EventKind.Write:
                All.Add(slot);
                if (e.IsRmw)
                {
                    Locked.Add(slot);
                    BeforeLoads.Add(slot);
                }

                break;
            case EventKind.Fault or EventKind.Poll when e.Kind == EventKind.Fault || e.Source >= 0:
                All.Add(slot);
                BeforeLoads.Add(slot);
                break;
            case EventKind.Invalidate when e.IsLocal:
                All.Add(slot);
                BeforeLoads.Add(slot);
                break;
            case EventKind.Invalidate:
                _broadcasts.Add(slot);
                break;
            case EventKind.Fence when e.Fence is FenceKind.Full or FenceKind.DsbFull or FenceKind.SyncRcu:
                BeforeLoads |= All;
                break;
            case EventKind.Fence when e.Fence == FenceKind.TlbSync:
                Completed |= _broadcasts;
                break;
        }
    }
}
