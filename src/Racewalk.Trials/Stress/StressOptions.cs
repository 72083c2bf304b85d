using Racewalk.Hardware;

namespace Racewalk.Trials.Stress;

/// <summary>How the memory manager is stressed.</summary>
public sealed record StressOptions
{
    /// <summary>How many CPUs: threads, which may be more than processors.</summary>
    public int Cpus { get; init; } = 8;

    /// <summary>For how long at most.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After how many stops, at which everything is looked at, it ends at the latest.</summary>
    public long Stops { get; init; } = long.MaxValue;

    /// <summary>How many operations of CPU 0 lie between two stops.</summary>
    public int OperationsPerStop { get; init; } = 2000;

    /// <summary>Where random choices start from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many VMAs the process has. Nothing takes data of the first away, so that all of it must stay.</summary>
    public int Vmas { get; init; } = 3;

    /// <summary>How many PMD entries each covers.</summary>
    public int PmdsPerVma { get; init; } = 2;

    /// <summary>How many frames there are; 0 for twelve times as many as the process has pages. Less is memory that runs out.</summary>
    public int Frames { get; init; }

    /// <summary>How TLBs of other CPUs are flushed.</summary>
    public FlushKind Flush { get; init; }

    /// <summary>Steps that are left out: kernels that are broken on purpose.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];

    /// <summary>Kinds of actors that are not there, by name.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>How long steps may be held up at most, at random, in nanoseconds, by step.</summary>
    public IReadOnlyDictionary<string, int> Delays { get; init; } = new Dictionary<string, int>();

    /// <summary>How long a step that <see cref="Delays"/> does not name may be held up at most, in nanoseconds.</summary>
    public int Delay { get; init; }

    /// <summary>Whether freed memory is poisoned and looked at when it is taken again; null where all of it is no more than 1 GiB, as it is all resident then.</summary>
    public bool? Poisons { get; init; }
}
