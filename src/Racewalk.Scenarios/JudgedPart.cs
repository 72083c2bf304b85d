using Racewalk.Programs;

namespace Racewalk.Scenarios;

/// <summary>What was judged in a part of a check.</summary>
/// <param name="Violations">How many executions broke something.</param>
/// <param name="Switches">How many context switches the one with the fewest has.</param>
/// <param name="Failure">What is broken in that one; null if nothing is.</param>
/// <param name="LockNestings">Every nesting of two classes of locks, in order.</param>
public sealed record JudgedPart(long Violations, int Switches, FailureNote? Failure, IReadOnlyList<(string Outer, string Inner)> LockNestings);
