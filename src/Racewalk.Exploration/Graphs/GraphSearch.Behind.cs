using Racewalk.Executions;

namespace Racewalk.Exploration.Graphs;

/// <content>Read-modify-writes that are of no use without their write.</content>
internal sealed partial class GraphSearch
{
    private readonly Dictionary<(int Node, ulong Value), bool> _needsWrite = [];
    private readonly WayBehind?[] _ways;

    /// <summary>Whether an operation of a thread that reads a value is of no use without its write, as all that the thread writes behind it has that in its prefix (<see cref="WayBehind"/>). It follows from the operation's place.</summary>
    private bool NeedsWrite(int thread, int index, int node, ulong value)
    {
        if (_hasHandlers)
        {
            return false;
        }

        if (!_needsWrite.TryGetValue((node, value), out bool needs))
        {
            WayBehind way = _ways[thread] ??= new WayBehind(_tree, _model, Learn, thread, _order.Length);
            needs = way.NeedsWrite(Graph, index, node, value);
            _needsWrite.Add((node, value), needs);
        }

        return needs;
    }

    /// <summary>Whether a read-modify-write whose read was just added is of no use without its write, or the write that took its place is never deleted.</summary>
    private bool IsOfNoUse(int thread, int read)
    {
        ref GraphEvent r = ref Graph.Events[read];
        if (HasEventFrom(thread, r.Index + 1))
        {
            return false;
        }

        return IsTakenForGood(ref r) || (FollowsFromPlace(thread, r.Node) && NeedsWrite(thread, r.Index, r.Node, r.Value));
    }

    /// <summary>Whether another read-modify-write took what a read took, and no revisit deletes its write.</summary>
    private bool IsTakenForGood(ref GraphEvent read) => TakerOf(ref read) is >= 0 and var taker && _level.Stuck.Contains(taker);
}
