namespace Racewalk.Models.Cat.Graph;

/// <content>Operations. What is constant is not left for the evaluation: with sets that a structure lacks, much of a large model disappears here.</content>
internal sealed partial class NodeTable
{
    public Node Union(bool isSet, IEnumerable<Node> operands)
    {
        var kept = new List<Node>();
        foreach (Node operand in operands)
        {
            if (operand.Kind == NodeKind.Universe)
            {
                return operand;
            }

            if (operand.Kind != NodeKind.Empty && !kept.Contains(operand))
            {
                kept.Add(operand);
            }
        }

        if (kept.Count == 2 && kept.Exists(node => node.Kind == NodeKind.Identity))
        {
            return Option(kept.Find(node => node.Kind != NodeKind.Identity)!);
        }

        return kept.Count switch { 0 => Empty(isSet), 1 => kept[0], _ => Make(NodeKind.Union, isSet, [.. kept]) };
    }

    public Node Intersection(Node left, Node right)
    {
        if (left == right || left.Kind == NodeKind.Empty || right.Kind == NodeKind.Universe)
        {
            return left;
        }

        if (right.Kind == NodeKind.Empty || left.Kind == NodeKind.Universe)
        {
            return right;
        }

        if (right.Kind == NodeKind.Complement)
        {
            return Difference(left, right.Operands[0]);
        }

        if (left.Kind == NodeKind.Complement)
        {
            return Difference(right, left.Operands[0]);
        }

        if (right.Kind == NodeKind.Product)
        {
            return RestrictDomain(right.Operands[0], RestrictRange(left, right.Operands[1]));
        }

        return left.Kind == NodeKind.Product ? Intersection(right, left) : Make(NodeKind.Intersection, left.IsSet, left, right);
    }

    public Node Difference(Node left, Node right) => (left.Kind, right.Kind) switch
    {
        _ when left == right => Empty(left.IsSet),
        (NodeKind.Empty, _) or (_, NodeKind.Empty) => left,
        (_, NodeKind.Universe) => Empty(left.IsSet),
        (NodeKind.Universe, _) => Complement(right),
        (_, NodeKind.Complement) => Intersection(left, right.Operands[0]),

        // r \ (r & s) is how models tell external from internal; without the second r it grows with r.
        (_, NodeKind.Intersection) when right.Operands[0] == left => Difference(left, right.Operands[1]),
        (_, NodeKind.Intersection) when right.Operands[1] == left => Difference(left, right.Operands[0]),
        (_, NodeKind.RestrictDomain) when right.Operands[1] is { Kind: NodeKind.RestrictRange } inner && inner.Operands[0] == left =>
            Difference(left, Product(right.Operands[0], inner.Operands[1])),
        (_, NodeKind.RestrictDomain) when right.Operands[1] == left => RestrictDomain(Complement(right.Operands[0]), left),
        (_, NodeKind.RestrictRange) when right.Operands[0] == left => RestrictRange(left, Complement(right.Operands[1])),
        _ => Make(NodeKind.Difference, left.IsSet, left, right),
    };

    public Node Complement(Node operand) => operand.Kind switch
    {
        NodeKind.Empty => Universe(operand.IsSet),
        NodeKind.Universe => Empty(operand.IsSet),
        NodeKind.Complement => operand.Operands[0],
        _ => Make(NodeKind.Complement, operand.IsSet, operand),
    };

    public Node Product(Node from, Node to) => (from.Kind, to.Kind) switch
    {
        (NodeKind.Empty, _) or (_, NodeKind.Empty) => Empty(false),
        (NodeKind.Universe, NodeKind.Universe) => Universe(false),
        _ => Make(NodeKind.Product, false, from, to),
    };

    public Node Inverse(Node operand) => operand.Kind switch
    {
        NodeKind.Empty or NodeKind.Universe or NodeKind.Identity or NodeKind.ToIdentity => operand,
        NodeKind.Inverse => operand.Operands[0],
        NodeKind.Product => Product(operand.Operands[1], operand.Operands[0]),
        _ => Make(NodeKind.Inverse, false, operand),
    };

    public Node Plus(Node operand) => operand.Kind switch
    {
        NodeKind.Empty or NodeKind.Universe or NodeKind.Identity or NodeKind.ToIdentity or NodeKind.Plus => operand,
        NodeKind.Option => Option(Plus(operand.Operands[0])),
        _ => Make(NodeKind.Plus, false, operand),
    };

    public Node Option(Node operand) => operand.Kind switch
    {
        NodeKind.Empty or NodeKind.ToIdentity => Identity(),
        NodeKind.Universe or NodeKind.Identity or NodeKind.Option => operand,
        _ => Make(NodeKind.Option, false, operand),
    };

    public Node ToIdentity(Node set) => set.Kind switch
    {
        NodeKind.Empty => Empty(false),
        NodeKind.Universe => Identity(),
        _ => Make(NodeKind.ToIdentity, false, set),
    };

    public Node RestrictDomain(Node set, Node relation) => (set.Kind, relation.Kind) switch
    {
        (NodeKind.Universe, _) or (_, NodeKind.Empty) => relation,
        (NodeKind.Empty, _) => Empty(false),
        (_, NodeKind.Identity) => ToIdentity(set),
        (_, NodeKind.ToIdentity) => ToIdentity(Intersection(set, relation.Operands[0])),
        (_, NodeKind.Product) => Product(Intersection(set, relation.Operands[0]), relation.Operands[1]),
        (_, NodeKind.Universe) => Product(set, Universe(true)),
        _ => Make(NodeKind.RestrictDomain, false, set, relation),
    };

    public Node RestrictRange(Node relation, Node set) => (relation.Kind, set.Kind) switch
    {
        (_, NodeKind.Universe) or (NodeKind.Empty, _) => relation,
        (_, NodeKind.Empty) => Empty(false),
        (NodeKind.Identity, _) => ToIdentity(set),
        (NodeKind.ToIdentity, _) => ToIdentity(Intersection(relation.Operands[0], set)),
        (NodeKind.Product, _) => Product(relation.Operands[0], Intersection(relation.Operands[1], set)),
        (NodeKind.Universe, _) => Product(Universe(true), set),
        _ => Make(NodeKind.RestrictRange, false, relation, set),
    };

    public Node Domain(Node relation) => relation.Kind switch
    {
        NodeKind.Empty => Empty(true),
        NodeKind.Universe or NodeKind.Identity or NodeKind.Option => Universe(true),
        NodeKind.ToIdentity => relation.Operands[0],
        _ => Make(NodeKind.Domain, true, relation),
    };

    public Node Range(Node relation) => relation.Kind switch
    {
        NodeKind.Empty => Empty(true),
        NodeKind.Universe or NodeKind.Identity or NodeKind.Option => Universe(true),
        NodeKind.ToIdentity => relation.Operands[0],
        _ => Make(NodeKind.Range, true, relation),
    };
}
