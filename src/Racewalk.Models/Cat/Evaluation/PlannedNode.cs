using System.Numerics;
using Racewalk.Models.Cat.Graph;

namespace Racewalk.Models.Cat.Evaluation;

/// <summary>A node that is asked for, and what has to be computed for it, in order.</summary>
internal sealed class PlannedNode(Node node)
{
    private Plan? _plan;

    public Node Node { get; } = node;

    /// <summary>How many choices must have been made.</summary>
    public int Stage => 64 - BitOperations.LeadingZeroCount(Node.Dependencies >> 1);

    /// <summary>What has to be computed. Made when it is asked for, since few of the names of a model are.</summary>
    public Plan Plan => _plan ??= Plan.For(Node);
}

/// <summary>What has to be computed for a node, in order.</summary>
internal sealed record Plan(int[] Static, int[] Dynamic, int Cost)
{
    public static Plan For(Node root)
    {
        var seen = new HashSet<Node>();
        var pending = new Stack<Node>();
        pending.Push(root);
        while (pending.TryPop(out Node? next))
        {
            if (seen.Add(next))
            {
                Array.ForEach(next.Operands, pending.Push);
            }
        }

        // What is inside of a recursion is computed by it.
        Node[] order = [.. seen.Where(node => node.Within.Length == 0).OrderBy(node => node.Id)];
        return new Plan(
            [.. order.Where(node => node.Dependencies == 0).Select(node => node.Id)],
            [.. order.Where(node => node.Dependencies != 0).Select(node => node.Id)],
            order.Where(node => node.Dependencies != 0).Sum(CostOf));
    }

    /// <summary>Roughly what an evaluation of one node takes.</summary>
    private static int CostOf(Node node) => node.Kind switch
    {
        NodeKind.Input or NodeKind.Choice or NodeKind.FixResult or NodeKind.Converted => 0,
        NodeKind.Sequence or NodeKind.Inverse => 4,
        NodeKind.Plus => 12,
        NodeKind.Fixpoint => 60,
        NodeKind.Deferred => 1000,
        _ => 1,
    };
}
