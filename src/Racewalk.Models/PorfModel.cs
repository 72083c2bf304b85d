using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>A model whose causal prefix is program order and reads-from: no load buffering, so revisits leave no holes.</summary>
public abstract class PorfModel : OrderModel
{
    /// <inheritdoc/>
    public sealed override bool HasLoadBuffering => false;

    /// <inheritdoc/>
    public sealed override EventSet Prefix(ExecutionGraph graph, int slot) => PrefixOf(graph, slot);

    /// <summary>Program order and reads-from.</summary>
    internal static EventSet PrefixOf(ExecutionGraph graph, int slot)
    {
        ref GraphEvent e = ref graph.Events[slot];
        EventSet prefix = Before(graph, ref e);
        if (e.Kind is EventKind.Read or EventKind.Poll && e.Source >= 0)
        {
            prefix.Add(e.Source);
        }

        return prefix;
    }

    /// <summary>What comes before an event in program order.</summary>
    protected static EventSet Before(ExecutionGraph graph, ref GraphEvent e)
    {
        EventSet before = default;
        for (int i = 0; i < e.Index; i++)
        {
            int slot = graph.SlotAt(e.Thread, i);
            if (!graph.Events[slot].IsVoid)
            {
                before.Add(slot);
            }
        }

        return before;
    }
}

/// <summary>Sequential consistency (AXIOMS §1) by the definition, for comparison with the explorer by clocks.</summary>
public sealed class ScModel : PorfModel
{
    /// <inheritdoc/>
    public override EventSet LocalOrder(ExecutionGraph graph, int slot)
    {
        ref GraphEvent e = ref graph.Events[slot];
        return Before(graph, ref e);
    }
}

/// <summary>x86-TSO (AXIOMS §1) by the definition, for comparison with the explorer by clocks. A locked instruction is a barrier even if its compare fails.</summary>
public sealed class TsoModel : PorfModel
{
    /// <inheritdoc/>
    public override EventSet LocalOrder(ExecutionGraph graph, int slot)
    {
        ref GraphEvent e = ref graph.Events[slot];
        EventSet order = default;
        EventSet all = default;
        EventSet beforeFence = default;
        for (int i = 0; i < e.Index; i++)
        {
            int p = graph.SlotAt(e.Thread, i);
            ref GraphEvent before = ref graph.Events[p];
            if (before.IsVoid)
            {
                continue;
            }

            switch (before.Kind)
            {
                case EventKind.Read:
                    order.Add(p);
                    all.Add(p);
                    break;
                case EventKind.Write:
                    all.Add(p);
                    if (before.IsRmw)
                    {
                        order.Add(p);
                    }

                    break;
                case EventKind.Fence when before.Fence is FenceKind.Full or FenceKind.DsbFull or FenceKind.SyncRcu:
                    beforeFence = all;
                    break;
                case EventKind.Poll when before.Source >= 0:
                    order.Add(p);
                    all.Add(p);
                    break;
            }
        }

        return e.Kind switch
        {
            EventKind.Read => e.IsRmw ? all : order | beforeFence,
            EventKind.Write or EventKind.Send => all,
            _ => default,
        };
    }
}
