namespace Racewalk.Mm.Faults;

/// <summary>What kind of kernel handles a fault.</summary>
/// <param name="PerVmaLock">CONFIG_PER_VMA_LOCK: the VMA's own lock first.</param>
/// <param name="HugePages">Anonymous memory gets huge pages at once (transparent_hugepage/enabled is always).</param>
public sealed record FaultOptions(bool PerVmaLock, bool HugePages);

/// <summary>Free frames that a fault may allocate: one of each kind.</summary>
/// <param name="Table">A PTE table.</param>
/// <param name="Page">A small page.</param>
/// <param name="HugePage">The first of a huge page.</param>
public sealed record FaultFrames(ulong Table, ulong Page, ulong HugePage);
