using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>What a thread did before an event, as far as Power's preserved program order asks whatever reads-from is.</summary>
internal struct PowerPast
{
    public EventSet Accesses;
    public EventSet Reads;
    public EventSet Writes;

    /// <summary>Reads that an address depended on: addr;po (AXIOMS §2, addrpo).</summary>
    public EventSet AddressesUsed;

    /// <summary>Before every later access: what precedes a sync, the reads before an lwsync.</summary>
    public EventSet BeforeAll;

    /// <summary>Before every later write: the writes before an lwsync or eieio.</summary>
    public EventSet BeforeWrites;

    /// <summary>The reads branched on before an isync, and what cc orders before those.</summary>
    public EventSet BeforeContextSync;
    public EventSet Interrupts;

    /// <summary>Goes past an event; <paramref name="commits"/> has for each slot what cc₀⁺ orders before it.</summary>
    public void Pass(ExecutionGraph graph, int slot, EventSet[] commits)
    {
        ref GraphEvent e = ref graph.Events[slot];
        switch (e.Kind)
        {
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
        }
    }

    private void PassFence(ref GraphEvent e, EventSet[] commits)
    {
        switch (e.Fence)
        {
            case FenceKind.Full or FenceKind.DsbFull or FenceKind.SyncRcu:
                BeforeAll = Accesses;
                break;
            case FenceKind.LightSync:
                BeforeAll |= Reads;
                BeforeWrites = Writes;
                break;
            case FenceKind.Eieio:
                BeforeWrites = Writes;
                break;
            case FenceKind.ContextSync:
                foreach (int read in e.ControlReads)
                {
                    BeforeContextSync.Add(read);
                    BeforeContextSync |= commits[read] & Reads;
                }

                break;
            case FenceKind.RcuLock or FenceKind.RcuUnlock:
                break;
            default:
                throw UnsupportedEventException.For("power", e.Fence);
        }
    }
}
