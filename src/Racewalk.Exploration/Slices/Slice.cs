namespace Racewalk.Exploration.Slices;

/// <summary>What came of exploring a part for a while.</summary>
/// <param name="Result">What was found in what was visited.</param>
/// <param name="Rest">What is left, in the order of visits; all of it comes after what was visited.</param>
public sealed record Slice(PartResult Result, IReadOnlyList<SearchPart> Rest);
