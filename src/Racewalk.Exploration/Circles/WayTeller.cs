using Racewalk.Executions;
using Racewalk.Exploration.Paths;
using Racewalk.Programs;

namespace Racewalk.Exploration.Circles;

/// <summary>Tells of the ways through contexts.</summary>
internal sealed class WayTeller(PathTree tree)
{
    private readonly List<int> _way = [];

    /// <summary>Tells a whole way, from its context's start down to its last operation.</summary>
    public void Tell(int last, DependencyCircles circles)
    {
        int root = tree.Nodes[last].Root;
        CirclePath path = circles.Path(tree.Root(root).Thread, root);
        tree.PathTo(last, _way);
        int reads = 0;
        for (int i = 0; i < _way.Count; i++)
        {
            ref PathNode n = ref tree.Nodes[_way[i]];
            ref readonly Dependencies d = ref tree.DependenciesOf(_way[i]);
            bool isPlain = (n.Access & Access.Plain) != 0 && n.Kind != OperationKind.Rmw;
            if (n.Kind == OperationKind.Write)
            {
                path.Write(n.Location, isPlain, n.Operand, new WriteCauses(d.Address, d.Data, d.Control, default));
            }
            else if (n.Kind is OperationKind.Read or OperationKind.Rmw && i + 1 < _way.Count)
            {
                ulong value = tree.Nodes[_way[i + 1]].EdgeValue;
                path.Read(n.Location, isPlain, value, d.Address | d.Control);
                ReadSet own = ReadSet.Of(reads++);
                if (n.Kind == OperationKind.Rmw && n.Writes(value))
                {
                    path.Write(n.Location, isPlain, n.Result(value), new WriteCauses(d.Address, d.Data | own, d.Control, default));
                }
            }
        }

        path.End(tree.DependenciesOf(last).Control);
    }

    /// <summary>Whether a loop comes round to where it did and read what it did the time before: it would wait there.</summary>
    public bool GoesRound(int head)
    {
        int previous = tree.PreviousHead(head);
        int before = previous < 0 ? -1 : tree.PreviousHead(previous);
        if (before < 0)
        {
            return false;
        }

        int a = head;
        int b = previous;
        while (a != previous && b != before)
        {
            ref PathNode na = ref tree.Nodes[a];
            ref PathNode nb = ref tree.Nodes[b];
            bool same = na.EdgeValue == nb.EdgeValue && (na.Kind == OperationKind.LoopHead ? nb.Kind == OperationKind.LoopHead : na.IsSameOperation(in nb));
            if (!same || na.Kind is OperationKind.Write or OperationKind.Send or OperationKind.Rmw)
            {
                return false;
            }

            (a, b) = (na.Parent, nb.Parent);
        }

        return a == previous && b == before;
    }
}
