namespace Racewalk.Models.Cat;

/// <summary>An edge of a cycle.</summary>
/// <param name="From">The event that it leaves.</param>
/// <param name="To">The event that it reaches.</param>
/// <param name="Label">The name of the relation that it is of.</param>
public readonly record struct CatEdge(int From, int To, string Label);

/// <summary>Why an execution is not consistent.</summary>
/// <param name="Check">The name of the check that fails, or where it is.</param>
/// <param name="Events">
/// The events that it fails for: those of a cycle in order, the ends of a pair that should not be related, or those of a set that should be empty. None if
/// the check is one that something should exist.
/// </param>
/// <param name="Edges">The edges of the cycle, or from the one end to the other of a pair.</param>
public sealed record CatViolation(string Check, IReadOnlyList<int> Events, IReadOnlyList<CatEdge> Edges);
