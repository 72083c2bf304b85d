namespace Racewalk.Exploration;

/// <summary>What the reduction by symmetry has left out.</summary>
/// <param name="IdenticalThreads">The groups of threads that were taken for identical; empty if there are none, and then nothing was left out.</param>
/// <param name="Represented">
/// How many complete executions those visited stand for: what the exploration without reduction visits, if it is exhaustive. The largest number if there are more.
/// </param>
public sealed record SymmetrySummary(IReadOnlyList<IReadOnlyList<int>> IdenticalThreads, UInt128 Represented);
