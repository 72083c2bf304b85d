namespace Racewalk.Litmus.Semantics;

/// <summary>
/// The 4 KB granule with 48-bit addresses: four levels, 9 bits of the address each (Arm ARM, D8.2 Translation process, tables for the 4 KB granule).
/// </summary>
public static class Granule
{
    /// <summary>How many bytes a page and a table have.</summary>
    public const ulong PageSize = 1UL << PageBits;

    /// <summary>How many bytes an entry has.</summary>
    public const int EntrySize = 8;

    /// <summary>The level whose entries are pages.</summary>
    public const int LastLevel = 3;

    /// <summary>The end of the addresses that a table of level 0 translates, and of those that entries point to.</summary>
    public const ulong AddressEnd = 1UL << 48;

    /// <summary>The bits of an entry or of a table base register that are an address.</summary>
    public const ulong AddressMask = AddressEnd - PageSize;

    private const int PageBits = 12;
    private const int LevelBits = 9;

    /// <summary>The number of the page that an address is in.</summary>
    public static ulong PageOf(ulong address) => address >> PageBits;

    /// <summary>How many bytes an entry of a level translates: 2 MB at level 2, 1 GB at level 1.</summary>
    public static ulong Size(int level) => 1UL << (PageBits + (LevelBits * (LastLevel - level)));

    /// <summary>Which entry of a table of a level translates an address.</summary>
    public static int Index(ulong address, int level) => (int)(address / Size(level)) & ((1 << LevelBits) - 1);

    /// <summary>Where that entry is in its table.</summary>
    public static ulong EntryOffset(ulong address, int level) => (ulong)(Index(address, level) * EntrySize);
}
