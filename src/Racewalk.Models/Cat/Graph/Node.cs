using Racewalk.Models.Cat.Syntax;

namespace Racewalk.Models.Cat.Graph;

/// <summary>
/// A node of the graph of set and relation expressions of a model. Operands have smaller numbers than the nodes that use them, so ascending numbers
/// are an order of evaluation.
/// </summary>
internal sealed class Node(int id, NodeKind kind, bool isSet, Node[] operands)
{
    public int Id { get; } = id;

    public NodeKind Kind { get; } = kind;

    /// <summary>Whether the value is a set of events; otherwise a relation.</summary>
    public bool IsSet { get; } = isSet;

    public Node[] Operands { get; } = operands;

    /// <summary>What is needed to recompute the node: bit 0, dynamic inputs; bit k + 1, the choice of the k-th <c>with</c>. None: static.</summary>
    public ulong Dependencies { get; init; }

    public Trend Trend { get; init; }

    /// <summary>The recursive definitions whose variables the node uses outside of them.</summary>
    public FixpointBody[] Within { get; init; } = [];

    /// <summary>The name of an input, the first name given to any other node; used in explanations.</summary>
    public string? Name { get; set; }

    /// <summary>Number of the variable, the result or the <c>with</c>.</summary>
    public int Index { get; init; }

    /// <summary>The recursive definition of a variable, a result or a <see cref="NodeKind.Fixpoint"/>.</summary>
    public FixpointBody? Body { get; init; }

    /// <summary>What a <see cref="NodeKind.Deferred"/> node is to interpret.</summary>
    public DeferredExpression? Deferred { get; init; }

    /// <summary>The place to blame if the value of a <see cref="NodeKind.Converted"/> node is of the wrong type.</summary>
    public SourceSpot At { get; init; }
}

/// <summary>An expression and what its names mean.</summary>
internal sealed record DeferredExpression(Expression Expression, Values.Environment Environment);
