using Racewalk.Hardware;
using Racewalk.Mm.Hvo;
using Racewalk.Trials.Hvo;

namespace Racewalk.Trials.Bench;

/// <summary>What is measured: one strategy, one size of huge pages, one size of batches.</summary>
/// <param name="Size">The size of huge pages.</param>
/// <param name="Strategy">How live entries are changed.</param>
/// <param name="Batch">How many huge pages are optimised, and restored, at once.</param>
public sealed record HvoBenchOptions(HugetlbSize Size, HvoStrategy Strategy, int Batch)
{
    /// <summary>The kernel.</summary>
    public HvoEra Era { get; init; } = HvoEra.E7;

    /// <summary>How TLBs of other CPUs are flushed.</summary>
    public FlushKind Flush { get; init; } = FlushKind.Broadcast;

    /// <summary>How many other CPUs read struct pages meanwhile, and look at what they read.</summary>
    public int Readers { get; init; } = 1;

    /// <summary>How many struct pages a reader looks at with interrupts off, after each that it looks at with interrupts on.</summary>
    public int LooksWithInterruptsOff { get; init; } = 1;

    /// <summary>How often all are optimised and restored; the best counts.</summary>
    public int Rounds { get; init; } = 20;

    /// <summary>For how long at most; at least twice.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.MaxValue;

    /// <summary>Whether freed frames go back to the host at once, which costs a system call each: a kernel's buddy allocator keeps them.</summary>
    public bool ReleasesToHost { get; init; }

    /// <summary>The order of an optimisation's steps.</summary>
    public HvoOrder Order { get; init; }

    /// <summary>Which steps are left out or held up; needs <see cref="StepControl"/>.</summary>
    public StepRules Rules { get; init; } = StepRules.None;

    /// <summary>Where readers start their choices from.</summary>
    public ulong Seed { get; init; } = 1;
}

/// <summary>What optimising and restoring cost. Times are of the CPU that does it, per huge page, in the best round.</summary>
/// <param name="BasePageBytes">The size of base pages.</param>
/// <param name="Options">What was measured.</param>
/// <param name="PagesFreed">How many base pages an optimisation has freed, per huge page, as the frame allocator counts them.</param>
/// <param name="OptimizeMicroseconds">Wall time of an optimisation.</param>
/// <param name="RestoreMicroseconds">Wall time of a restore.</param>
/// <param name="OptimizeCpuMicroseconds">CPU time of an optimisation.</param>
/// <param name="RestoreCpuMicroseconds">CPU time of a restore.</param>
/// <param name="AllocatedBytes">What the rounds after the first have allocated on the managed heap, on the CPU that changes the memmap.</param>
/// <param name="Reads">How many struct pages the readers have looked at meanwhile.</param>
/// <param name="Damage">What readers have seen, or what is left, that must not be; null if nothing.</param>
public sealed record HvoFigures(
    ulong BasePageBytes,
    HvoBenchOptions Options,
    double PagesFreed,
    double OptimizeMicroseconds,
    double RestoreMicroseconds,
    double OptimizeCpuMicroseconds,
    double RestoreCpuMicroseconds,
    long AllocatedBytes,
    long Reads,
    string? Damage)
{
    /// <summary>How many bytes an optimisation has freed, per huge page.</summary>
    public double BytesFreed => PagesFreed * BasePageBytes;
}

/// <summary>What a pool's struct pages take of resident memory (mincore of their frames), in bytes.</summary>
/// <param name="BasePageBytes">The size of base pages.</param>
/// <param name="Size">The size of huge pages.</param>
/// <param name="Folios">How many huge pages.</param>
/// <param name="Mapped">Mapped by blocks, before anything was split; the PMD table and the shared page of tails included.</param>
/// <param name="Split">After the blocks were split: the tables.</param>
/// <param name="Optimized">After the optimisation.</param>
/// <param name="Restored">After the restore.</param>
/// <param name="ProcessFreed">By how much the process's own resident memory became less in the optimisation (statm): with whatever else the runtime did meanwhile.</param>
/// <param name="Damage">What is wrong with struct pages, optimised or restored; null if nothing is.</param>
public sealed record HvoMemoryFigures(
    ulong BasePageBytes, HugetlbSize Size, int Folios, ulong Mapped, ulong Split, ulong Optimized, ulong Restored, long ProcessFreed, string? Damage)
{
    /// <summary>How many base pages have become free, per huge page.</summary>
    public double PagesFreed => ((double)Split - Optimized) / BasePageBytes / Folios;
}
