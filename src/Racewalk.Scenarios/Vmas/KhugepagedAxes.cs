using Racewalk.Mm.Collapse;
using Racewalk.Mm.Vmas;

namespace Racewalk.Scenarios.Vmas;

/// <summary>Axes that the scenarios of khugepaged share.</summary>
internal static class KhugepagedAxes
{
    /// <summary>The architecture. No flush interrupts anybody here, so these tell apart what there is.</summary>
    internal static Axis Arch { get; } = new("arch", ["arm64", "x86-64", "lkmm", "sc"], "the architecture: its instructions and its memory model");

    /// <summary>What khugepaged holds.</summary>
    internal static Axis Locks { get; } = new(
        "locks",
        ["mmap-write", "mmap-read", "pmd-kept"],
        "what khugepaged holds while the PMD entry is none: mmap_lock for writing, as in the kernel; or, as proposed, for reading, and then the PMD lock is given back for the copy or kept");

    /// <summary>What others make of pmd_none.</summary>
    internal static Axis None { get; } = new(
        "none",
        ["trust", "back-off", "retry"],
        "what a walker does that finds pmd_none: takes it for nothing, as in the kernel; or looks again under the PMD lock, and leaves alone what has come, or walks it");

    /// <summary>Whether the collapse can succeed.</summary>
    internal static Axis Pinned { get; } = new("pinned", ["no", "yes"], "whether somebody holds a reference on a page, so that the collapse fails and the table comes back");

    /// <summary>Whether the axis says so.</summary>
    internal static bool IsPinned(Variant variant) => variant[Pinned.Name] == "yes";

    /// <summary>What the axis of the locks says; as in the kernel, where there is none.</summary>
    internal static string LocksOf(Configuration configuration) => configuration.Values.TryGetValue(Locks.Name, out string? locks) ? locks : Locks.Values[0];

    /// <summary>What the axis of the locks says.</summary>
    internal static CollapseLocking Locking(Variant variant) => LocksOf(variant.Configuration) switch
    {
        "mmap-read" => CollapseLocking.MmapRead,
        "pmd-kept" => CollapseLocking.PmdKept,
        _ => CollapseLocking.MmapWrite,
    };

    /// <summary>What the axis of pmd_none says.</summary>
    internal static NonePolicy Policy(Variant variant) => variant[None.Name] switch
    {
        "back-off" => NonePolicy.BackOff,
        "retry" => NonePolicy.Retry,
        _ => NonePolicy.Trust,
    };
}
