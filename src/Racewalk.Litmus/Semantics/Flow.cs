using System.Collections.Immutable;

namespace Racewalk.Litmus.Semantics;

/// <summary>A value on its way within an instruction: what it is, and the events that it came from.</summary>
/// <param name="Value">The value.</param>
/// <param name="Events">Events of the thread that give it; each one that uses the flow is intrinsically (iico_data) after them.</param>
public readonly record struct Flow(Expr Value, ImmutableArray<int> Events)
{
    /// <summary>A value from nowhere: an immediate.</summary>
    public static Flow Of(Expr value) => new(value, []);
}
