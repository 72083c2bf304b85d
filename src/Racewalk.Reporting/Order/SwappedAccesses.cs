namespace Racewalk.Reporting.Order;

/// <summary>Two accesses of one CPU that took effect against program order.</summary>
/// <param name="First">The event that is first in program order and took effect second.</param>
/// <param name="Second">The event that is second in program order and took effect first.</param>
/// <param name="AlsoUnordered">
/// Further pairs of the same cycle, on whatever CPU, that nothing orders; a barrier between <paramref name="First"/> and
/// <paramref name="Second"/> forbids the execution only together with one in each of these.
/// </param>
public sealed record SwappedAccesses(int First, int Second, IReadOnlyList<(int First, int Second)> AlsoUnordered);
