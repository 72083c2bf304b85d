using Racewalk.Models.Cat.Syntax;

namespace Racewalk.Models.Cat.Graph;

/// <summary>Makes nodes, each only once.</summary>
internal sealed partial class NodeTable
{
    private readonly Dictionary<NodeKey, Node> _known = [];
    private readonly List<Node> _nodes = [];

    public IReadOnlyList<Node> Nodes => _nodes;

    public Node Input(string name, bool isSet, CatNature nature)
    {
        var key = new NodeKey(NodeKind.Input, isSet, [], name);
        return _known.TryGetValue(key, out Node? known) ? known : Keep(key, new Node(_nodes.Count, NodeKind.Input, isSet, [])
        {
            Name = name,
            Dependencies = nature == CatNature.Static ? 0UL : 1UL,
            Trend = nature switch { CatNature.Static => Trend.Constant, CatNature.Growing => Trend.Growing, _ => Trend.Any },
        });
    }

    /// <summary>What the <c>with</c> of an index chooses from the collection that a node computes.</summary>
    public Node Choice(int index, string name, Node from) => Add(new Node(_nodes.Count, NodeKind.Choice, false, [])
    {
        Index = index,
        Name = name,
        Dependencies = from.Dependencies | 1UL << (index + 1),
        Trend = (from.Dependencies & 1) == 0 ? Trend.Constant : Trend.Any,
    });

    public Node Empty(bool isSet) => Make(NodeKind.Empty, isSet);

    public Node Universe(bool isSet) => Make(NodeKind.Universe, isSet);

    public Node Identity() => Make(NodeKind.Identity, false);

    public Node Variable(FixpointBody body, bool isSet) => Add(new Node(_nodes.Count, NodeKind.FixVariable, isSet, [])
    {
        Body = body,
        Index = body.Variables.Count,
        Within = [body],
        Trend = Trend.Growing,
    });

    /// <summary>An expression to interpret; <paramref name="uses"/> are the nodes whose values it may ask for.</summary>
    public Node Deferred(DeferredExpression expression, Node[] uses)
    {
        ulong dependencies = Dependencies(uses);
        return Add(new Node(_nodes.Count, NodeKind.Deferred, false, uses)
        {
            Deferred = expression,
            Dependencies = dependencies,
            Within = Within(uses),
            Trend = (dependencies & 1) == 0 && Within(uses).Length == 0 ? Trend.Constant : Trend.Any,
        });
    }

    public Node Converted(Node deferred, bool isSet, SourceSpot at)
    {
        var key = new NodeKey(NodeKind.Converted, isSet, [deferred], null);
        return _known.TryGetValue(key, out Node? known) ? known : Keep(key, new Node(_nodes.Count, NodeKind.Converted, isSet, [deferred])
        {
            At = at,
            Dependencies = deferred.Dependencies,
            Within = deferred.Within,
            Trend = deferred.Trend,
        });
    }

    private static ulong Dependencies(Node[] operands)
    {
        ulong all = 0;
        foreach (Node operand in operands)
        {
            all |= operand.Dependencies;
        }

        return all;
    }

    private static FixpointBody[] Within(Node[] operands)
    {
        FixpointBody[] all = [];
        foreach (Node operand in operands)
        {
            all = all.Length == 0 ? operand.Within : operand.Within.Length == 0 ? all : [.. all.Union(operand.Within)];
        }

        return all;
    }

    private static Trend Flip(Trend trend) => trend switch
    {
        Trend.Growing => Trend.Shrinking,
        Trend.Shrinking => Trend.Growing,
        _ => trend,
    };

    private static Trend TrendOf(NodeKind kind, Node[] operands)
    {
        Trend all = Trend.Constant;
        for (int i = 0; i < operands.Length; i++)
        {
            bool negative = kind == NodeKind.Complement || (kind == NodeKind.Difference && i == 1);
            all |= negative ? Flip(operands[i].Trend) : operands[i].Trend;
        }

        return all;
    }

    private Node Make(NodeKind kind, bool isSet, params Node[] operands)
    {
        var key = new NodeKey(kind, isSet, operands, null);
        return _known.TryGetValue(key, out Node? known) ? known : Keep(key, new Node(_nodes.Count, kind, isSet, operands)
        {
            Dependencies = Dependencies(operands),
            Within = Within(operands),
            Trend = TrendOf(kind, operands),
        });
    }

    private Node Keep(NodeKey key, Node node)
    {
        _known.Add(key, node);
        return Add(node);
    }

    private Node Add(Node node)
    {
        _nodes.Add(node);
        return node;
    }
}
