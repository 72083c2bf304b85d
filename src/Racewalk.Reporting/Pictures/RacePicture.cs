using System.Text.Json.Serialization;

namespace Racewalk.Reporting.Pictures;

/// <summary>An execution as lanes: what the CPUs do, step by step, and beside it what they change. Plain data, to be drawn or sent elsewhere.</summary>
/// <param name="Cpus">A lane for each CPU: its name and its actor.</param>
/// <param name="States">The lanes beside them.</param>
/// <param name="Steps">The steps, in the order of the race table.</param>
/// <param name="Links">What connects steps.</param>
/// <param name="Outcome">What broke and why, one paragraph each.</param>
public sealed record RacePicture(
    IReadOnlyList<CpuLane> Cpus, IReadOnlyList<StateLane> States, IReadOnlyList<PictureStep> Steps, IReadOnlyList<PictureLink> Links, IReadOnlyList<string> Outcome);

/// <summary>A CPU's lane.</summary>
/// <param name="Name">The CPU, such as <c>CPU 0</c>.</param>
/// <param name="Actor">What runs on it; empty if it has no name.</param>
public sealed record CpuLane(string Name, string Actor);

/// <summary>What a lane beside the CPUs shows.</summary>
public enum LaneKind
{
    /// <summary>An entry of a page table.</summary>
    Entry,

    /// <summary>Other memory in which the CPUs meet.</summary>
    Memory,

    /// <summary>
    /// Translations that a CPU's walks have used and that no invalidation has ended. The models have no TLB to look into; what a walk may read stands for it.
    /// </summary>
    Tlb,

    /// <summary>A lock, with who holds it.</summary>
    Lock,

    /// <summary>The context that a CPU is in.</summary>
    Context,

    /// <summary>What the context that a CPU is in masks. What it unmasks behind its last access is not seen.</summary>
    Mask,
}

/// <summary>A lane of something that changes.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Initial">Its value at the beginning.</param>
public sealed record StateLane(LaneKind Kind, string Name, string Initial);

/// <summary>What one CPU does in one step before another CPU comes in.</summary>
/// <param name="Cpu">The CPU, by the index of its lane.</param>
/// <param name="Function">The kernel function; empty if unknown.</param>
/// <param name="Name">The step's name; empty where there is none.</param>
/// <param name="Source">Where the step was read: version and file of the kernel; empty if unknown.</param>
/// <param name="Effects">What was read and written.</param>
/// <param name="Changes">What the lanes beside show from here on.</param>
public sealed record PictureStep(
    int Cpu, string Function, string Name, string Source, IReadOnlyList<PictureEffect> Effects, IReadOnlyList<LaneChange> Changes);

/// <summary>One thing that a step does.</summary>
/// <param name="Text">What.</param>
/// <param name="Mark">Why to look at it: null for no reason, empty if another CPU overwrites what was read.</param>
public sealed record PictureEffect(string Text, string? Mark)
{
    /// <summary>Why to look at it, in words; empty for no reason.</summary>
    [JsonIgnore]
    public string Why => Mark is "" ? "overwritten by another CPU" : Mark ?? "";
}

/// <summary>A lane's new value.</summary>
/// <param name="Lane">The lane, by its index in <see cref="RacePicture.States"/>.</param>
/// <param name="Value">The value.</param>
/// <param name="Before">Values that it had for a moment within the step, in order.</param>
public sealed record LaneChange(int Lane, string Value, IReadOnlyList<string> Before)
{
    /// <summary>The value, behind those of a moment.</summary>
    [JsonIgnore]
    public string Text => string.Join(" → ", [.. Before, Value]);
}

/// <summary>Why steps are connected.</summary>
public enum LinkKind
{
    /// <summary>The second reads what the first wrote.</summary>
    ReadsFrom,

    /// <summary>The second reads something older than what the first wrote.</summary>
    Stale,

    /// <summary>The first interrupts the second's CPU.</summary>
    Interrupt,

    /// <summary>Accesses of one CPU that took effect in the other order.</summary>
    Swapped,

    /// <summary>Accesses of one CPU that nothing orders, without which the others could not have been swapped.</summary>
    Unordered,
}

/// <summary>Two steps that are connected.</summary>
/// <param name="From">The first, by its index.</param>
/// <param name="To">The second; the same where a step has both.</param>
/// <param name="Kind">Why.</param>
public sealed record PictureLink(int From, int To, LinkKind Kind);
