using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// Armv8-A, other-multi-copy-atomic (AXIOMS §4a), with the present clauses (AXIOMS §4b) for instructions that are both acquire and release: their
/// write precedes everything later ([rng([A];amo;[L])];po), which Linux relies on for its fully ordered atomics; for DSB ST, which like every DSB
/// orders all that is later (DSB-ob); and for an acquire of what a read-modify-write of its own thread wrote: it is behind that operation's read
/// (rmw;lmrs;[A ∪ Q]), not its write.
/// </summary>
/// <remarks>
/// The causal prefix is smaller than program order, so load buffering is found: see docs/engine.md for why adding the next event coherence-last
/// is always consistent with it. In short, everything ordered before an event by lob, rfe, control to anything later, or coherence with a read
/// from another thread is in its prefix; a forwarded write is not, only what decided its address, value and existence.
/// </remarks>
public sealed class Armv8Model : OrderModel
{
    /// <inheritdoc/>
    public override bool HasLoadBuffering => true;

    /// <inheritdoc/>
    public override EventSet LocalOrder(ExecutionGraph graph, int slot)
    {
        ref GraphEvent e = ref graph.Events[slot];
        if ((e.Access & ~(Access.Acquire | Access.AcquirePc | Access.Release | Access.Exclusive | Access.Atomic)) != 0)
        {
            throw UnsupportedEventException.For("armv8", e.Access);
        }

        var past = default(Armv8Past);
        for (int i = 0; i < e.Index; i++)
        {
            past.Add(graph, graph.SlotAt(e.Thread, i), e.Location);
        }

        EventSet order = past.Interrupts;
        switch (e.Kind)
        {
            case EventKind.Read:
                order |= past.BeforeAll | past.Acquires | past.FullAtomics | e.AddressReads | past.BeforeContextSync;
                if ((e.Access & Access.Acquire) != 0)
                {
                    order |= past.Releases;
                }

                if (past.LastSameWrite >= 0)
                {
                    // dob (addr ∪ data);lrs and aob rmw;lrs;[A ∪ Q] (AXIOMS §4b): an own read-modify-write is taken from the store buffer, so
                    // the acquire is behind its read only.
                    ref GraphEvent w = ref graph.Events[past.LastSameWrite];
                    order |= w.AddressReads | w.DataReads;
                    if (w.IsRmw && (e.Access & (Access.Acquire | Access.AcquirePc)) != 0)
                    {
                        order.Add(w.Partner);
                    }
                }

                return order;
            case EventKind.Write:
                order |= past.BeforeAll | past.Acquires | past.FullAtomics | past.WritesBeforeStoreFence
                    | e.AddressReads | e.DataReads | e.ControlReads | past.AddressesUsed | past.SameLocation;
                if ((e.Access & Access.Release) != 0)
                {
                    order |= past.Accesses;
                }

                if (e.IsRmw)
                {
                    order.Add(e.Partner);
                }

                return order;
            case EventKind.Send:
                return order | past.Accesses;
            default:
                return order;
        }
    }

    /// <inheritdoc/>
    public override EventSet Prefix(ExecutionGraph graph, int slot) => DependencyPrefix.Of(graph, slot);
}

/// <summary>What a thread did before an event, as far as Armv8's preserved local order asks.</summary>
internal struct Armv8Past
{
    public EventSet Accesses;
    public EventSet Reads;
    public EventSet Writes;
    public EventSet Acquires;
    public EventSet Releases;
    public EventSet FullAtomics;

    /// <summary>What some barrier orders before every later access.</summary>
    public EventSet BeforeAll;
    public EventSet WritesBeforeStoreFence;
    public EventSet AddressesUsed;
    public EventSet BeforeContextSync;
    public EventSet SameLocation;
    public EventSet Interrupts;
    private int _lastSameWrite;

    /// <summary>The last write of the same location; -1 if none.</summary>
    public readonly int LastSameWrite => _lastSameWrite - 1;

    public void Add(ExecutionGraph graph, int slot, int location)
    {
        ref GraphEvent e = ref graph.Events[slot];
        if (e.IsVoid)
        {
            return;
        }

        switch (e.Kind)
        {
            case EventKind.Read:
                Reads.Add(slot);
                if ((e.Access & (Access.Acquire | Access.AcquirePc)) != 0)
                {
                    Acquires.Add(slot);
                }

                break;
            case EventKind.Write:
                Writes.Add(slot);
                if ((e.Access & Access.Release) != 0)
                {
                    Releases.Add(slot);
                    if ((e.Access & Access.Atomic) != 0 && (graph.Events[e.Partner].Access & Access.Acquire) != 0)
                    {
                        FullAtomics.Add(slot);
                    }
                }

                break;
            case EventKind.Fence:
                AddFence(ref e);
                return;
            case EventKind.Poll when e.Source >= 0:
                Interrupts.Add(slot);
                return;
            default:
                return;
        }

        Accesses.Add(slot);
        AddressesUsed |= e.AddressReads;
        if (e.Location == location)
        {
            SameLocation.Add(slot);
            if (e.Kind == EventKind.Write)
            {
                _lastSameWrite = slot + 1;
            }
        }
    }

    private void AddFence(ref GraphEvent e)
    {
        switch (e.Fence)
        {
            case FenceKind.Full or FenceKind.DsbFull or FenceKind.SyncRcu:
                BeforeAll = Accesses;
                break;
            case FenceKind.Load or FenceKind.DsbLoad:
                BeforeAll |= Reads;
                break;
            case FenceKind.Store:
                WritesBeforeStoreFence = Writes;
                break;
            case FenceKind.DsbStore:
                BeforeAll |= Writes;
                break;
            case FenceKind.ContextSync:
                BeforeContextSync = e.ControlReads | AddressesUsed;
                break;
            case FenceKind.LightSync:
                // Where stores are multi-copy atomic lwsync is DMB LD and DMB ST in one.
                BeforeAll |= Reads;
                WritesBeforeStoreFence = Writes;
                break;
            case FenceKind.Eieio:
                WritesBeforeStoreFence = Writes;
                break;
            case FenceKind.RcuLock or FenceKind.RcuUnlock:
                break;
            default:
                throw UnsupportedEventException.For("armv8", e.Fence);
        }
    }
}
