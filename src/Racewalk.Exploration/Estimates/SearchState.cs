using Racewalk.Exploration.Subtrees;

namespace Racewalk.Exploration.Estimates;

/// <summary>How far a part of a search is.</summary>
/// <param name="Position">Where it is: what is left of the part begins behind it.</param>
/// <param name="Visited">How many executions of the part lie before.</param>
internal sealed record Reached(SearchPosition Position, long Visited);

/// <summary>What is left of a search at one moment, and how many executions were visited by then: together they are the whole.</summary>
/// <param name="Visited">Complete, blocked and cut executions.</param>
/// <param name="Left">Where what is left begins, one position for each part that is not done.</param>
internal sealed record SearchState(long Visited, IReadOnlyList<SearchPosition> Left);
