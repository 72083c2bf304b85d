using Racewalk.Models.Cat.Graph;
using Racewalk.Models.Cat.Syntax;

namespace Racewalk.Models.Cat.Evaluation;

/// <summary>A compiled test.</summary>
internal sealed class CatTest(Test test, string name, Node node)
{
    /// <summary>Its <c>as</c> name, or where it is.</summary>
    public string Name { get; } = name;

    public TestRole Role => test.Role;

    public TestKind Kind => test.Kind;

    public bool IsNegated => test.IsNegated;

    public SourceSpot At => test.At;

    public PlannedNode Subject { get; } = new(node);

    /// <summary>Whether the test can only fail, never begin to hold, while the growing inputs grow.</summary>
    public bool IsMonotone => !IsNegated && (Subject.Node.Trend & Trend.Shrinking) == 0;
}

/// <summary>A compiled <c>with</c>: the collection to choose from, and the node whose value is what is chosen.</summary>
internal sealed class CatChoice(SourceSpot at, string name, Node from, Node chosen)
{
    public SourceSpot At { get; } = at;

    public string Name { get; } = name;

    public PlannedNode From { get; } = new(from);

    public Node Chosen { get; } = chosen;

    /// <summary>Whether there is something to choose from before the execution is complete.</summary>
    public bool IsStatic => (From.Node.Dependencies & 1) == 0;
}
