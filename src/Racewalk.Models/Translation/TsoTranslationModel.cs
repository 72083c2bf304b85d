using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// x86-TSO with address translation (docs/models/translation.md, 3): a walk's read is a load that may be made as early as the last invalidation of its CPU that
/// covers it. Without walks and invalidations it is <see cref="TsoModel"/>.
/// </summary>
/// <remarks>
/// Reads-from leaves a thread by a write only, and a walk's read is before its access or fault, hence before every later write: so program order and reads-from make no
/// cycle in a consistent execution, and revisits leave no holes. Which of a broadcast invalidation (INVLPGB) and another CPU's walk comes first is no part of an
/// execution, so it judges complete graphs. Not thread-safe: holds scratch space. One instance serves one search.
/// </remarks>
public sealed class TsoTranslationModel : GraphModel, IGracePeriodModel
{
    private readonly TranslationCoherence _coherence = new();
    private readonly TranslationOrder _order = new(walksAreLoads: true);
    private readonly InvalidationOrder _invalidations = new(FenceKind.TlbSync, walksAreLoads: true);

    /// <inheritdoc/>
    public override bool HasLoadBuffering => false;

    /// <inheritdoc/>
    public override bool KnowsTranslation => true;

    /// <inheritdoc/>
    public override EventSet LocalOrder(ExecutionGraph graph, int slot)
    {
        ref GraphEvent e = ref graph.Events[slot];
        TsoPast past = TsoPast.Of(graph, ref e);
        switch (e.Kind)
        {
            case EventKind.Read when e.IsWalk:
                return OfWalk(graph, ref e, in past);
            case EventKind.Read when !e.IsRmw:
                return past.BeforeLoads | past.Completed | e.AddressReads | OwnUpdates(graph, ref e);
            case EventKind.Read or EventKind.Write or EventKind.Fault or EventKind.Send:
                return past.All | past.Completed | e.AddressReads;
            case EventKind.Invalidate when e.IsLocal:
                return past.All | past.Completed;
            case EventKind.Invalidate:
                return past.Locked;
            default:
                return default;
        }
    }

    /// <inheritdoc/>
    public override EventSet Prefix(ExecutionGraph graph, int slot) => PorfModel.PrefixOf(graph, slot);

    /// <inheritdoc/>
    public override bool IsConsistent(ExecutionGraph graph)
    {
        if (!_coherence.Holds(graph) || !IsAtomic(graph))
        {
            return false;
        }

        _order.Gather(graph, null);
        return _order.IsAcyclic(graph, null);
    }

    /// <inheritdoc/>
    public override bool Accepts(ExecutionGraph graph) => _invalidations.Accept(graph, _order, null) && GracePeriods.Accepts(graph, this);

    bool IGracePeriodModel.IsConsistent(ExecutionGraph graph, EventMatrix assumed) => _invalidations.Accept(graph, _order, assumed);

    /// <summary>The hardware's updates of the location: they are made in memory, so a later load of the CPU does not miss them.</summary>
    private static EventSet OwnUpdates(ExecutionGraph graph, ref GraphEvent e)
    {
        EventSet updates = default;
        for (int i = 0; i < e.Index; i++)
        {
            int slot = graph.SlotAt(e.Thread, i);
            ref GraphEvent before = ref graph.Events[slot];
            if (before.Kind == EventKind.Write && before.IsWalk && !before.IsVoid && before.Location == e.Location)
            {
                updates.Add(slot);
            }
        }

        return updates;
    }

    /// <summary>
    /// x1: the levels in order. x4: behind the CPU's invalidations that cover it. x5: what no TLB keeps is read as by a load, and behind the CPU's own stores to it.
    /// </summary>
    private static EventSet OfWalk(ExecutionGraph graph, ref GraphEvent e, in TsoPast past)
    {
        bool isLoad = e.Outcome == WalkOutcome.Uncacheable;
        EventSet order = isLoad ? past.BeforeLoads : default;
        for (int i = 0; i < e.Index; i++)
        {
            int slot = graph.SlotAt(e.Thread, i);
            ref GraphEvent before = ref graph.Events[slot];
            bool isAbove = before.Kind == EventKind.Read && before.IsWalk && e.AddressReads.Contains(slot);
            bool covers = before.Kind == EventKind.Invalidate && before.IsLocal && InvalidationScope.Unpack(before.Value).Covers(e.Tag);
            bool isOwnStore = isLoad && before.Kind == EventKind.Write && !before.IsVoid && before.Location == e.Location;
            if (isAbove || covers || isOwnStore)
            {
                order.Add(slot);
            }
        }

        return order;
    }
}
