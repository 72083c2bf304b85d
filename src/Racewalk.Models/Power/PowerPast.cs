using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>What a thread did before an event, as far as Power's preserved program order asks whatever reads-from is.</summary>
internal struct PowerPast
{
    /// <summary>Explicit accesses.</summary>
    public EventSet Accesses;

    /// <summary>Explicit reads.</summary>
    public EventSet Reads;

    /// <summary>Explicit writes.</summary>
    public EventSet Writes;

    /// <summary>Reads of page walks.</summary>
    public EventSet Walks;

    /// <summary>The hardware's updates of what walks read.</summary>
    public EventSet Updates;

    /// <summary>Reads that an address depended on: addr;po (AXIOMS §2, addrpo).</summary>
    public EventSet AddressesUsed;

    /// <summary>Before every later access: what precedes a sync, the reads before an lwsync.</summary>
    public EventSet BeforeAll;

    /// <summary>Before every later walk: what precedes a ptesync (docs/models/translation.md, 4.1, p2).</summary>
    public EventSet BeforeWalks;

    /// <summary>Invalidations before a ptesync.</summary>
    public EventSet Invalidated;

    /// <summary>Before every later write: the writes before an lwsync or eieio.</summary>
    public EventSet BeforeWrites;

    /// <summary>The reads branched on before an isync, what cc orders before those, and all walks: isync waits until nothing before it can fault any more.</summary>
    public EventSet BeforeContextSync;
    public EventSet Interrupts;
    private EventSet _invalidations;

    /// <summary>Goes past an event; <paramref name="commits"/> has for each slot what cc₀⁺ orders before it.</summary>
    public void Pass(ExecutionGraph graph, int slot, EventSet[] commits)
    {
        ref GraphEvent e = ref graph.Events[slot];
        switch (e.Kind)
        {
            case EventKind.Read when e.IsWalk:
                Walks.Add(slot);
                break;
            case EventKind.Write when e.IsWalk:
                Updates.Add(slot);
                break;
            case EventKind.Read:
                Reads.Add(slot);
                Accesses.Add(slot);
                AddressesUsed |= e.AddressReads;
                break;
            case EventKind.Write:
                Writes.Add(slot);
                Accesses.Add(slot);
                AddressesUsed |= e.AddressReads;
                break;
            case EventKind.Poll when e.Source >= 0:
                Interrupts.Add(slot);
                break;
            case EventKind.Fence:
                PassFence(ref e, commits);
                break;
            case EventKind.Fault:
                // An interrupt synchronises context.
                PassContextSync(e.ControlReads, commits);
                break;
            case EventKind.Invalidate:
                _invalidations.Add(slot);
                break;
        }
    }

    private void PassFence(ref GraphEvent e, EventSet[] commits)
    {
        switch (e.Fence)
        {
            case FenceKind.Full or FenceKind.SyncRcu:
                BeforeAll |= Accesses;
                break;
            case FenceKind.DsbFull:
                BeforeWalks = Accesses | Updates;
                BeforeAll |= BeforeWalks;
                Invalidated = _invalidations;
                break;
            case FenceKind.LightSync:
                BeforeAll |= Reads;
                BeforeWrites = Writes;
                break;
            case FenceKind.Eieio:
                BeforeWrites = Writes;
                break;
            case FenceKind.ContextSync:
                PassContextSync(e.ControlReads, commits);
                break;
            case FenceKind.RcuLock or FenceKind.RcuUnlock or FenceKind.TlbSync:
                break;
            default:
                throw UnsupportedEventException.For("power", e.Fence);
        }
    }

    private void PassContextSync(EventSet decided, EventSet[] commits)
    {
        BeforeContextSync |= Walks;
        foreach (int read in decided)
        {
            BeforeContextSync.Add(read);
            BeforeContextSync |= commits[read] & (Reads | Walks);
        }
    }
}
