using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// Armv8-A with address translation as Arm's own model has it (docs/models/translation.md, style <c>arm</c>; AXIOMS §5). Without walks and invalidations it is
/// <see cref="Armv8Model"/> in the present form of the architecture. There is no TLB: a translation from one is a walk's read of a write that was overwritten.
/// </summary>
/// <param name="synchronization">What of FEAT_ETS2 and FEAT_ETS3 the CPUs have.</param>
/// <remarks>
/// Which of an invalidation and a walk's read comes first is no part of an execution, and what it orders leads out of events that are added later; so it judges
/// complete graphs (docs/engine.md), but for what <see cref="SettledInvalidations"/> can say before. Not thread-safe: holds scratch space. One instance serves one search.
/// </remarks>
public sealed class Armv8TranslationModel(TranslationSynchronization synchronization = TranslationSynchronization.Ets2) : GraphModel, IGracePeriodModel
{
    private const Access Known =
        Access.Acquire | Access.AcquirePc | Access.Release | Access.Exclusive | Access.Atomic | Access.NoReturn | Access.Walk;

    private readonly TranslationCoherence _coherence = new();
    private readonly TranslationOrder _order = new();
    private readonly EventSet[] _past = new EventSet[EventSet.Capacity];
    private readonly InvalidationOrder _invalidations = new(FenceKind.DsbFull);

    /// <inheritdoc/>
    public override bool HasLoadBuffering => true;

    /// <inheritdoc/>
    public override bool KnowsTranslation => true;

    /// <inheritdoc/>
    public override EventSet LocalOrder(ExecutionGraph graph, int slot)
    {
        ref GraphEvent e = ref graph.Events[slot];
        if ((e.Access & ~Known) != 0)
        {
            throw UnsupportedEventException.For("armv8", e.Access);
        }

        TranslationPast past = TranslationPast.Of(graph, ref e);
        EventSet order = past.Interrupts;
        switch (e.Kind)
        {
            case EventKind.Read or EventKind.Write when e.IsWalk:
                return order | past.BeforeContextSync | e.AddressReads | OfWalk(ref e, in past);
            case EventKind.Read:
                return order | BehindBarriers(in past) | e.AddressReads | OfRead(graph, ref e, in past);
            case EventKind.Write:
                return order | BehindBarriers(in past) | e.AddressReads | OfWrite(ref e, in past);
            case EventKind.Fault:
                return order | BehindBarriers(in past) | e.AddressReads | past.WritesBeforeStoreFence;
            case EventKind.Invalidate:
                return order | past.BeforeContextSync | past.BeforeDsb | e.AddressReads | e.ControlReads;
            case EventKind.Send:
                return order | past.Accesses | past.Walks | past.BeforeDsb;
            default:
                return order;
        }
    }

    /// <inheritdoc/>
    public override EventSet Prefix(ExecutionGraph graph, int slot) => DependencyPrefix.Of(graph, slot);

    /// <inheritdoc/>
    public override bool IsConsistent(ExecutionGraph graph)
    {
        if (!_coherence.Holds(graph) || !IsAtomic(graph))
        {
            return false;
        }

        _order.Gather(graph, null);
        return SettledInvalidations.Concern(graph)
            ? _order.IsAcyclic(graph, _past) && (!SettledInvalidations.Add(graph, _order, _past) || _order.IsAcyclic(graph, null))
            : _order.IsAcyclic(graph, null);
    }

    /// <inheritdoc/>
    public override bool Accepts(ExecutionGraph graph) => _invalidations.Accept(graph, _order, null) && GracePeriods.Accepts(graph, this);

    bool IGracePeriodModel.IsConsistent(ExecutionGraph graph, EventMatrix assumed) => _invalidations.Accept(graph, _order, assumed);

    /// <summary>What comes before every explicit access and fault: bob but for stores, dsb, cse.</summary>
    private static EventSet BehindBarriers(in TranslationPast past) =>
        past.BeforeContextSync | past.BeforeDsb | past.BeforeAccess | past.Acquires | past.FullAtomics;

    private EventSet OfWalk(ref GraphEvent e, in TranslationPast past)
    {
        EventSet order = synchronization == TranslationSynchronization.None ? default : past.BeforeDsb;
        if (e.Kind == EventKind.Write)
        {
            // H: spec, own, ctrl, addr;[M];po, and its read.
            order |= e.ControlReads | past.AddressesUsed | past.SameLocationWalks;
            order.Add(e.Partner);
            return order;
        }

        bool isEarly = e.Outcome == WalkOutcome.Uncacheable && synchronization != TranslationSynchronization.None;
        bool isDenied = e.Outcome == WalkOutcome.Denied && synchronization == TranslationSynchronization.Ets3;
        return isEarly || isDenied ? order | past.Accesses : order;
    }

    private static EventSet OfRead(ExecutionGraph graph, ref GraphEvent e, in TranslationPast past)
    {
        EventSet order = (e.Access & Access.Acquire) != 0 ? past.Releases : default;
        if (past.LastSameWrite < 0)
        {
            return order;
        }

        // dob (addr ∪ data);lmrs, where translation is no dependency, and aob rmw;lmrs;[A ∪ Q].
        ref GraphEvent w = ref graph.Events[past.LastSameWrite];
        order |= (w.AddressReads - past.Walks) | w.DataReads;
        if (w.IsRmw && (e.Access & (Access.Acquire | Access.AcquirePc)) != 0)
        {
            order.Add(w.Partner);
        }

        return order;
    }

    private static EventSet OfWrite(ref GraphEvent e, in TranslationPast past)
    {
        EventSet order = past.WritesBeforeStoreFence | e.DataReads | e.ControlReads | past.AddressesUsed | past.SameLocation | past.SameLocationWalks;
        if ((e.Access & Access.Release) != 0)
        {
            order |= past.Accesses;
        }

        if (e.IsRmw)
        {
            order.Add(e.Partner);
        }

        return order;
    }
}
