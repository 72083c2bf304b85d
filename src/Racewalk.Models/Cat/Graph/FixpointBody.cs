using Racewalk.Models.Cat.Syntax;

namespace Racewalk.Models.Cat.Graph;

/// <summary>A recursive definition: variables and the node that each is equal to.</summary>
internal sealed class FixpointBody(SourceSpot at)
{
    public SourceSpot At { get; } = at;

    public List<Node> Variables { get; } = [];

    public List<Node> Bodies { get; } = [];

    /// <summary>For each variable, what is to be recomputed in each round, in this order.</summary>
    public List<int[]> Rounds { get; } = [];

    /// <summary>Whether the variables can only grow from round to round.</summary>
    public bool IsMonotone { get; set; }
}
