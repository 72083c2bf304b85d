using Racewalk.Executions;
using Racewalk.Models.Cat.Graph;
using Racewalk.Models.Cat.Values;

namespace Racewalk.Models.Cat.Evaluation;

/// <summary>
/// Says what an edge of a computed relation is made of, in the names of the model: unions and closures are followed down to what they consist of, other
/// relations with a name are left as they are.
/// </summary>
internal sealed class EdgeExpansion(NodeValues values, Node root)
{
    private readonly List<CatEdge> _edges = [];

    public List<CatEdge> Expand((int From, int To) pair) => Expand(pair.From, pair.To);

    public List<CatEdge> Expand(int from, int to)
    {
        _edges.Clear();
        Expand(root, from, to, null);
        if (_edges.Exists(edge => edge.From != edge.To))
        {
            _edges.RemoveAll(edge => edge.From == edge.To);
        }

        if (_edges.Count == 0)
        {
            // Identities leave no edge; something must be said all the same.
            _edges.Add(new CatEdge(from, to, root.Name ?? "id"));
        }

        return [.. _edges];
    }

    private EventMatrix Relation(Node node) => ((RelationValue)values.Known(node)).Matrix;

    // The context is the name of the innermost union or closure around the node.
    private void Expand(Node node, int from, int to, string? context)
    {
        bool passes = node.Name is null || node == root || node.Kind is NodeKind.Union or NodeKind.Plus or NodeKind.Option;
        if (!passes)
        {
            _edges.Add(new CatEdge(from, to, node.Name!));
            return;
        }

        string? name = node == root ? null : node.Name ?? context;
        Node[] operands = node.Operands;
        switch (node.Kind)
        {
            case NodeKind.Union:
                Expand(Array.Find(operands, operand => Relation(operand)[from, to]) ?? operands[0], from, to, name);
                break;
            case NodeKind.Option when from == to && !Relation(operands[0])[from, to]:
            case NodeKind.Identity or NodeKind.ToIdentity:
                break;
            case NodeKind.Option or NodeKind.RestrictRange or NodeKind.Intersection or NodeKind.Difference:
                Expand(operands[0], from, to, name);
                break;
            case NodeKind.RestrictDomain:
                Expand(operands[1], from, to, name);
                break;
            case NodeKind.Plus when Relation(operands[0]).TryFindPath(from, to, out List<int>? path):
                for (int i = 0; i + 1 < path.Count; i++)
                {
                    Expand(operands[0], path[i], path[i + 1], name);
                }

                break;
            case NodeKind.Sequence when name is null:
                int middle = Enumerable.Range(0, values.Count).First(e => Relation(operands[0])[from, e] && Relation(operands[1])[e, to]);
                Expand(operands[0], from, middle, null);
                Expand(operands[1], middle, to, null);
                break;
            default:
                _edges.Add(new CatEdge(from, to, node.Name ?? name ?? Describe(node)));
                break;
        }
    }

    private static string Describe(Node node) => node.Kind == NodeKind.Inverse && node.Operands[0].Name is { } name ? $"{name}^-1" : "…";
}
