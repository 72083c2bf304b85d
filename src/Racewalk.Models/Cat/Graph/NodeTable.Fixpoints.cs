namespace Racewalk.Models.Cat.Graph;

/// <content>Recursive definitions.</content>
internal sealed partial class NodeTable
{
    /// <summary>The values of a recursive definition whose variables and bodies are known.</summary>
    public Node[] Solve(FixpointBody body)
    {
        if (body.Variables.Count == 1 && Closed(body.Variables[0], body.Bodies[0]) is { } closed)
        {
            return [closed];
        }

        // Variables count as growing, so a trend beyond that means that one of them occurs negatively.
        bool positive = body.Bodies.TrueForAll(node => (node.Trend & Trend.Shrinking) == 0);
        body.IsMonotone = positive;
        var outside = new HashSet<Node>();
        foreach (Node root in body.Bodies)
        {
            body.Rounds.Add([.. Inside(root, body, outside).Select(node => node.Id).Order()]);
        }

        Node[] uses = [.. outside.OrderBy(node => node.Id)];
        ulong dependencies = Dependencies(uses);
        FixpointBody[] within = [.. Within(uses).Where(other => other != body)];
        Trend trend = dependencies == 0 && within.Length == 0 ? Trend.Constant : positive ? Trend.Growing : Trend.Any;
        Node solver = Add(new Node(_nodes.Count, NodeKind.Fixpoint, false, uses)
        {
            Body = body,
            Dependencies = dependencies,
            Within = within,
            Trend = trend,
        });
        return [.. body.Variables.Select(variable => Add(new Node(_nodes.Count, NodeKind.FixResult, variable.IsSet, [solver])
        {
            Body = body,
            Index = variable.Index,
            Dependencies = dependencies,
            Within = within,
            Trend = trend,
        }))];
    }

    /// <summary>The nodes below a root that use a variable of a definition; those that they use and that do not are collected.</summary>
    private static HashSet<Node> Inside(Node root, FixpointBody body, HashSet<Node> outside)
    {
        var inside = new HashSet<Node>();
        var pending = new Stack<Node>();
        pending.Push(root);
        while (pending.TryPop(out Node? node))
        {
            if (!node.Within.Contains(body))
            {
                outside.Add(node);
            }
            else if (inside.Add(node))
            {
                foreach (Node operand in node.Operands)
                {
                    pending.Push(operand);
                }
            }
        }

        inside.RemoveWhere(node => node.Kind == NodeKind.FixVariable);
        return inside;
    }

    /// <summary>The three ways in which models write a transitive closure; null for any other recursion.</summary>
    private Node? Closed(Node variable, Node body)
    {
        if (variable.IsSet)
        {
            return null;
        }

        FixpointBody own = variable.Body!;
        var bases = new List<Node>();
        var before = new List<Node>();
        var after = new List<Node>();
        bool twice = false;
        foreach (Node term in body.Kind == NodeKind.Union ? body.Operands : [body])
        {
            if (!term.Within.Contains(own))
            {
                bases.Add(term);
            }
            else if (term is { Kind: NodeKind.Sequence, Operands: [var first, var second] } && (first == variable || second == variable))
            {
                Node other = first == variable ? second : first;
                if (other == variable)
                {
                    twice = true;
                }
                else if (other.Within.Contains(own))
                {
                    return null;
                }
                else
                {
                    (first == variable ? after : before).Add(other);
                }
            }
            else
            {
                return null;
            }
        }

        Node start = Union(false, bases);
        return (twice, before.Count, after.Count) switch
        {
            (true, 0, 0) => Plus(start),
            (false, 0, > 0) => Sequence([start, Option(Plus(Union(false, after)))]),
            (false, > 0, 0) => Sequence([Option(Plus(Union(false, before))), start]),
            _ => null,
        };
    }
}
