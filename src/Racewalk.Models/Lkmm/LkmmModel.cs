using System.Diagnostics;
using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// The Linux-kernel memory model (AXIOMS §7; Alglave, Maranget, McKenney, Parri, Stern: Frightening small children, ASPLOS 2018; v6.12
/// tools/memory-model with the later rule for fully ordered atomics, §7.9). RCU's axiom and the coherence of plain accesses judge complete
/// graphs; a data race is found in a complete execution.
/// </summary>
public sealed class LkmmModel : GraphModel
{
    private readonly GraphRelations _relations = new();
    private readonly LkmmOrder _order = new();
    private readonly LkmmCycles _cycles = new();

    /// <inheritdoc/>
    public override bool HasLoadBuffering => true;

    /// <inheritdoc/>
    public override bool KeepsClosure => true;

    /// <summary>
    /// Of plain accesses, and of an address that something later depends on not at all, LKMM orders little; they are in the prefix because they
    /// decide what exists.
    /// </summary>
    /// <inheritdoc/>
    public override bool MayRefuseTooMuch(ExecutionGraph graph) => true;

    /// <summary>Plain accesses are not in happens-before.</summary>
    /// <inheritdoc/>
    public override bool AllowsDependencyCircles => true;

    /// <inheritdoc/>
    public override EventSet LocalOrder(ExecutionGraph graph, int slot)
    {
        ref GraphEvent e = ref graph.Events[slot];
        LkmmTags.Check(e.Access);
        var past = default(LkmmPast);
        for (int i = 0; i < e.Index; i++)
        {
            int p = graph.SlotAt(e.Thread, i);
            if (!graph.Events[p].IsVoid)
            {
                past.Pass(ref graph.Events[p], p);
            }
        }

        if (e.Kind == EventKind.Send)
        {
            return past.Interrupts | past.Accesses;
        }

        EventSet order = past.Interrupts;
        if (e.Kind == EventKind.Write)
        {
            order |= DependencyPrefix.AccessesBefore(graph, ref e, 0);
        }

        return e.IsAccess && LkmmTags.IsMarked(ref e) ? order | BeforeMarked(ref e, ref past) : order;
    }

    private static EventSet BeforeMarked(ref GraphEvent e, ref LkmmPast past)
    {
        EventSet order = past.BeforeAll | past.BeforeUnlockLock | past.Acquires | past.FullWrites;
        if (LkmmTags.IsAtomic(ref e))
        {
            order |= past.BeforeAtomic;
        }

        // Whether it succeeds, and so orders anything, must not matter here.
        if (LkmmTags.IsRelease(ref e) || (e.Kind == EventKind.Read && LkmmTags.IsFull(ref e)))
        {
            order |= past.Accesses;
        }

        if (e.Kind == EventKind.Write)
        {
            order |= past.BeforeWrites;
        }
        else if (!LkmmTags.IsNoReturn(ref e))
        {
            order |= past.BeforeReads;
        }

        return order;
    }

    /// <inheritdoc/>
    public override EventSet Prefix(ExecutionGraph graph, int slot) => DependencyPrefix.Of(graph, slot);

    /// <inheritdoc/>
    public override bool IsConsistent(ExecutionGraph graph)
    {
        if (!IsCoherent(graph) || !IsAtomic(graph))
        {
            return false;
        }

        return IsOrdered(graph);
    }

    /// <inheritdoc/>
    public override bool IsConsistent(ExecutionGraph graph, OrderClosure closure)
    {
        if (!IsCoherent(graph) || !IsAtomic(graph))
        {
            return false;
        }

        if (closure.TryCompute(graph, this, canUndo: false))
        {
            return true;
        }

        closure.CloseOverCycles(graph);
        return IsOrdered(graph);
    }

    /// <inheritdoc/>
    /// <remarks>The next event of a thread that nothing follows breaks nothing: see docs/engine.md.</remarks>
    public override bool IsStillConsistent(ExecutionGraph graph, OrderClosure closure, int added)
    {
        ref GraphEvent e = ref graph.Events[added];
        bool isLast = graph.LastOf(e.Thread) == added;
        bool fits = !isLast ? IsCoherent(graph) && IsAtomic(graph) : !e.IsAccess || (IsCoherentAt(graph, added) && IsAtomicAt(graph, added));
        if (!fits)
        {
            return false;
        }

        if (!isLast)
        {
            if (closure.TryCompute(graph, this, canUndo: true))
            {
                return true;
            }

            closure.CloseOverCycles(graph);
            return IsOrdered(graph);
        }

        EventSet local = OrderedInThread(graph, added);
        bool fitsIn = closure.TryAdd(graph, added, local, out EventSet before);
        if (fitsIn && !(e is { Kind: EventKind.Write, IsRmw: true } && closure.IsOnCycle(e.Partner)))
        {
            return true;
        }

        if ((!fitsIn && IsOverwritten(graph, ref e)) || !StaysOrdered(graph, closure, added, before))
        {
            Debug.Assert(!IsOrdered(graph), "what is known to be overwritten cannot be read");
            return false;
        }

        if (!fitsIn)
        {
            closure.AddOnCycle(graph, added, before);
        }

        return true;
    }

    /// <summary>Whether a graph that was ordered before the last event of a thread was added still is.</summary>
    private bool StaysOrdered(ExecutionGraph graph, OrderClosure closure, int added, EventSet before, int loose = -1)
    {
        if (!LkmmBefore.IsSimple(graph))
        {
            return IsOrdered(graph, loose);
        }

        bool stays = !_cycles.IsClosedBy(graph, closure, added, before, loose);
        Debug.Assert(stays == IsOrdered(graph, loose), "the walk backwards and the relations differ");
        return stays;
    }

    /// <remarks>
    /// An older source is missed by more, and happens-before and propagates-before grow with what is missed. So what is refused without the reads-from of this read is refused with any older source.
    /// </remarks>
    /// <inheritdoc/>
    public override bool RefusesOlder(ExecutionGraph graph, OrderClosure closure, int read)
    {
        ref GraphEvent e = ref graph.Events[read];
        if (e.Source < 0 || !IsCoherentAt(graph, read) || (LastSeen(graph, read, out int seen) && seen == e.Source))
        {
            return true;
        }

        if (e.IsRmw || !graph.Has(e.Source) || graph.Events[e.Source].Thread == e.Thread)
        {
            return false;
        }

        return !(graph.LastOf(e.Thread) == read
            ? !IsOverwritten(graph, ref e) && StaysOrdered(graph, closure, read, closure.Before(graph, read, OrderedInThread(graph, read)), loose: read) : IsOrdered(graph, loose: read));
    }

    /// <summary>
    /// All that happens-before and propagates-before are made of within a thread: the local order, which has what barriers order (AXIOMS §7.3), dependencies, also those that a forwarded write
    /// carries, and the two parts of a read-modify-write, through which sequences of such go. Between threads they are made of communication. So where this order has no
    /// cycle with communication, neither has.
    /// </summary>
    /// <inheritdoc/>
    public override EventSet OrderedInThread(ExecutionGraph graph, int slot)
    {
        ref GraphEvent e = ref graph.Events[slot];
        EventSet order = e.LocalOrder | e.AddressReads | e.DataReads;
        if (e.Kind == EventKind.Write)
        {
            order |= e.ControlReads;
            if (e.IsRmw)
            {
                order.Add(e.Partner);
            }
        }
        else if (e.Kind == EventKind.Read && DependencyPrefix.IsForwarded(graph, ref e))
        {
            order |= graph.Events[e.Source].AddressReads | graph.Events[e.Source].DataReads;
        }

        return order;
    }

    /// <summary><see cref="IsOverwrittenBefore"/> of what follows the source of a read that is there, the last event of its thread.</summary>
    private bool IsOverwritten(ExecutionGraph graph, ref GraphEvent read)
    {
        if (read.Kind != EventKind.Read || (LkmmTags.IsFull(ref read) && LkmmTags.Failed(ref read)))
        {
            return false;
        }

        int next = OrderClosure.Next(graph, ref read);
        return next >= 0 && graph.Events[next].Thread != read.Thread && IsOverwrittenBefore(graph, read.LocalOrder, next);
    }

    /// <inheritdoc/>
    public override bool IsOverwrittenBefore(ExecutionGraph graph, EventSet before, int write) => graph.Special.IsEmpty && LkmmKnown.Has(graph, before, write);

    /// <remarks>
    /// Local order and dependencies of marked accesses are preserved program order, but what a read-modify-write that failed orders is none, and one that is not among the events might fail.
    /// </remarks>
    /// <inheritdoc/>
    public override EventSet FirmlyBefore(ExecutionGraph graph, EventSet before, EventSet by)
    {
        if (!LkmmBefore.IsSimple(graph))
        {
            return default;
        }

        EventSet present = graph.Present - (graph.RmwReads - by);
        foreach (int slot in graph.RmwReads & by)
        {
            if (LkmmTags.Failed(ref graph.Events[slot]))
            {
                present.Remove(slot);
            }
        }

        EventSet all = before & present;
        EventSet done = default;
        for (EventSet open = all & by; !open.IsEmpty; open = (all & by) - done)
        {
            done |= open;
            foreach (int slot in open)
            {
                ref GraphEvent e = ref graph.Events[slot];
                all |= (e.LocalOrder | e.AddressReads | (e.Kind == EventKind.Write ? e.DataReads | e.ControlReads : default)) & present;
                if (e.Kind == EventKind.Read && e.Source >= 0 && graph.Has(e.Source) && graph.Events[e.Source].Thread != e.Thread)
                {
                    all.Add(e.Source);
                }
            }
        }

        return all;
    }

    private bool IsOrdered(ExecutionGraph graph, int loose = -1)
    {
        _relations.Gather(graph, loose);
        return _order.IsOrdered(graph, _relations, complete: false);
    }

    /// <inheritdoc/>
    public override bool Accepts(ExecutionGraph graph, OrderClosure closure) => (!NeedsAllAxioms(graph) && !(closure.IsCyclic && HasForwardedRmw(graph))) || Accepts(graph);

    /// <summary>Whether a read-modify-write takes what its own thread wrote: only then a complete graph is asked for more than <see cref="IsStillConsistent"/> was.</summary>
    private static bool HasForwardedRmw(ExecutionGraph graph)
    {
        foreach (int slot in graph.RmwReads)
        {
            ref GraphEvent e = ref graph.Events[slot];
            if (DependencyPrefix.IsForwarded(graph, ref e))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether there are plain accesses, which are not in the order, or grace periods.</summary>
    private static bool NeedsAllAxioms(ExecutionGraph graph)
    {
        foreach (int slot in graph.Barriers)
        {
            if (graph.Events[slot].Fence == FenceKind.SyncRcu)
            {
                return true;
            }
        }

        return HasPlain(graph);
    }

    private static bool HasPlain(ExecutionGraph graph)
    {
        foreach (int slot in graph.Special)
        {
            if (graph.Events[slot].IsAccess && !LkmmTags.IsMarked(ref graph.Events[slot]))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override bool Accepts(ExecutionGraph graph)
    {
        _relations.Gather(graph);
        if (!_order.IsOrdered(graph, _relations, complete: true))
        {
            return false;
        }

        var races = new LkmmRaces(graph, _relations, _order);
        return races.IsRcuConsistent && (!_order.HasPlain || races.ArePlainAccessesCoherent());
    }

    /// <inheritdoc/>
    public override bool TryFindRace(ExecutionGraph graph, out int first, out int second)
    {
        first = second = 0;
        if (!HasPlain(graph))
        {
            return false;
        }

        _relations.Gather(graph);
        _order.IsOrdered(graph, _relations, complete: true);
        return new LkmmRaces(graph, _relations, _order).Races().TryNext(ref first, ref second);
    }
}
