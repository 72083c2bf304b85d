namespace Racewalk.Litmus.Semantics;

/// <summary>
/// Page tables that lie in memory: a walk of stage 1 goes from the table that TTBR0_EL1 names through four levels (Arm ARM, D8.2, granule of 4 KB, addresses of
/// 48 bits). Immutable.
/// </summary>
/// <param name="TablePages">The pages of memory that are tables, by address shifted right by 12.</param>
public sealed record TableSetup(IReadOnlySet<ulong> TablePages)
{
    /// <summary>The level of pages.</summary>
    public const int LastLevel = 3;

    /// <summary>How many address bits are within a page.</summary>
    public const int PageShift = 12;
    private const int LevelBits = 9;
    private const int AddressBits = 48;
    private const ulong OutputMask = ((1UL << AddressBits) - 1) & ~((1UL << PageShift) - 1);

    /// <summary>Whether a physical address is in a table.</summary>
    public bool IsEntry(ulong address) => TablePages.Contains(address >> PageShift);

    /// <summary>Whether an address is too large to be translated.</summary>
    public static bool IsTooLarge(ulong address) => address >> AddressBits != 0;

    /// <summary>The address of the entry of a table that a walk reads.</summary>
    public static ulong EntryAddress(ulong table, ulong address, int level) =>
        (table & OutputMask) + (((address >> ShiftOf(level)) & ((1UL << LevelBits) - 1)) * sizeof(ulong));

    /// <summary>Whether an entry leads to a further table.</summary>
    public static bool IsTable(ulong entry, int level) => (entry & 3) == 3 && level < LastLevel;

    /// <summary>Whether an entry translates a page or block. A block at level 0 and a page without bit 1 are reserved and as good as invalid.</summary>
    public static bool IsLeaf(ulong entry, int level) => level == LastLevel ? (entry & 3) == 3 : level > 0 && (entry & 3) == 1;

    /// <summary>What a leaf translates an address to.</summary>
    public static ulong Output(ulong entry, ulong address, int level)
    {
        ulong within = (1UL << ShiftOf(level)) - 1;
        return (entry & OutputMask & ~within) | (address & within);
    }

    private static int ShiftOf(int level) => PageShift + (LevelBits * (LastLevel - level));
}
