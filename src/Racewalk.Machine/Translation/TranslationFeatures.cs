namespace Racewalk.Machine;

/// <summary>What the CPUs of a machine can do with page tables.</summary>
public sealed record TranslationFeatures
{
    /// <summary>0 without FEAT_ETS2, otherwise 2 or 3, for FEAT_ETS2 and FEAT_ETS3.</summary>
    public int Synchronization { get; init; } = 2;

    /// <summary>FEAT_HAFDBS, HA: the hardware sets the access flag.</summary>
    public bool HardwareAccessFlag { get; init; }

    /// <summary>FEAT_HAFDBS, HD: the hardware manages the dirty state. Needs <see cref="HardwareAccessFlag"/>.</summary>
    public bool HardwareDirty { get; init; }

    /// <summary>
    /// The level of FEAT_BBM of each CPU, 0 where none is given. 1: a set of entries may become contiguous, or cease to be, in place; blocks and tables only by
    /// way of the nT bit (<see cref="Arm64TableFormat.NoTranslation"/>). 2: blocks and tables may change in place, too, on a CPU that takes no conflict aborts (Linux's BBML2_NOABORT).
    /// </summary>
    public IReadOnlyList<int> BreakBeforeMakeLevels { get; init; } = [];

    /// <summary>What ends a translation that was read through another entry of a contiguous set.</summary>
    public ContiguousScope ContiguousScope { get; init; }

    /// <summary>When a compare-and-exchange through a virtual address asks for the permission to store.</summary>
    public StorePermission CompareExchange { get; init; }

    /// <summary>The level of FEAT_BBM of a CPU.</summary>
    public int BreakBeforeMakeLevel(int cpu) => cpu < BreakBeforeMakeLevels.Count ? BreakBeforeMakeLevels[cpu] : 0;
}
