using Racewalk.Executions;
using Racewalk.Exploration.Clocks;
using Racewalk.Programs;

namespace Racewalk.Exploration.Paths;

/// <summary>Decides what a thread does at a loop head, and whether a blocked thread is blocked for ever.</summary>
internal sealed class LoopHeads(PathTree tree, IThreadHistory history, int bound, Tally tally)
{
    /// <summary>
    /// What a thread does at a loop head: it is blocked if the iteration behind it had no visible effect and read exactly what the one before
    /// read, cut if the loop went round too often, and runs otherwise.
    /// </summary>
    public CursorState Arrive(int thread, int head)
    {
        int previous = tree.PreviousHead(head);
        if (previous < 0)
        {
            return CursorState.Running;
        }

        int before = tree.PreviousHead(previous);
        if (before >= 0 && RepeatsIteration(thread, head, previous, before))
        {
            return CursorState.Blocked;
        }

        int passed = 1;
        for (int h = previous; h >= 0; h = tree.PreviousHead(h))
        {
            passed++;
        }

        if (passed > bound)
        {
            tally.AddBound($"loop bound of {bound} in thread {thread}, loop '{tree.LoopName(head)}'");
            return CursorState.Cut;
        }

        return CursorState.Running;
    }

    /// <summary>
    /// Whether every read that blocks a thread reads the newest write: an await's one read, all reads of a loop's last iteration. A thread
    /// blocked by an assumption is not waiting for anything: an assumption is a restriction of the program, not a wait.
    /// </summary>
    public bool BlocksOnNewest(int thread, int node)
    {
        int last = history.Last(thread);
        if (tree.Nodes[node].Kind != OperationKind.LoopHead)
        {
            return last >= 0 && history.IsUnsatisfied(last) && history.ReadsNewest(last);
        }

        int head = tree.PreviousHead(node);
        for (int e = last; e >= 0 && IsBelow(history.NodeOf(e), head); e = history.Previous(e))
        {
            if (history.KindOf(e) is EventKind.Read or EventKind.Poll && !history.ReadsNewest(e))
            {
                return false;
            }
        }

        return true;
    }

    private bool RepeatsIteration(int thread, int head, int previous, int before)
    {
        int a = tree.Nodes[head].Parent;
        int b = tree.Nodes[previous].Parent;
        int ea = history.Last(thread);
        int eb = ea;
        while (a != previous && b != before)
        {
            ref PathNode na = ref tree.Nodes[a];
            ref PathNode nb = ref tree.Nodes[b];
            if (na.Kind == OperationKind.LoopHead && nb.Kind == OperationKind.LoopHead)
            {
                a = na.Parent;
                b = nb.Parent;
                continue;
            }

            if (!na.IsSameOperation(in nb) || na.Kind is OperationKind.Write or OperationKind.Send or OperationKind.Invalidate)
            {
                return false;
            }

            ea = FindEvent(ea, a);
            eb = FindEvent(eb, b);
            // The last event of a read-modify-write that wrote is its write: a visible effect.
            if (history.KindOf(ea) == EventKind.Write || history.SourceOf(ea) != history.SourceOf(eb) || history.ValueOf(ea) != history.ValueOf(eb))
            {
                return false;
            }

            a = na.Parent;
            b = nb.Parent;
        }

        return a == previous && b == before;
    }

    private int FindEvent(int from, int node)
    {
        while (history.NodeOf(from) != node)
        {
            from = history.Previous(from);
        }

        return from;
    }

    private bool IsBelow(int node, int ancestor)
    {
        for (int n = node; n >= 0; n = tree.Nodes[n].Parent)
        {
            if (n == ancestor)
            {
                return true;
            }
        }

        return false;
    }
}
