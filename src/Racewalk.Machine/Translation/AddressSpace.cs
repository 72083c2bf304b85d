namespace Racewalk.Machine;

/// <summary>
/// A range of virtual addresses and the page tables that translate them: what TTBR0 or TTBR1 is set to. The tables lie in the program's memory, and the code
/// that is checked changes them as it likes.
/// </summary>
public sealed class AddressSpace
{
    private const int MostLevels = 5;

    /// <summary>What reports call it.</summary>
    public required string Name { get; init; }

    /// <summary>What entries mean.</summary>
    public required PageTableFormat Format { get; init; }

    /// <summary>The address of the root table.</summary>
    public required ulong Root { get; init; }

    /// <summary>How many entries a table has, from the root to the last level.</summary>
    public required IReadOnlyList<int> Entries { get; init; }

    /// <summary>The first virtual address.</summary>
    public ulong Base { get; init; }

    /// <summary>The address space's identifier; 0 for the kernel's own, whose leaves are global.</summary>
    public uint Asid { get; init; } = 1;

    /// <summary>Whether an entry above the last level may map memory (a block). A walk that meets one where none may be is a mistake of the scenario.</summary>
    public bool HasBlocks { get; init; }

    /// <summary>How many entries of the last level can be one contiguous set; 1: none can.</summary>
    public int ContiguousEntries { get; init; } = 1;

    /// <summary>The CPUs that walk it, as a mask.</summary>
    public ulong CpuMask { get; init; } = ulong.MaxValue;

    /// <summary>How many levels there are.</summary>
    public int Levels => Entries.Count;

    /// <summary>How many pages it maps at most.</summary>
    public int Pages => PagesBelow(0) * Entries[0];

    /// <summary>The virtual address of a word of a page.</summary>
    public ulong AddressOf(int page, int offset = 0) => Base + ((ulong)page << Format.FrameShift) + (ulong)offset;

    /// <summary>The page that an address lies in.</summary>
    /// <exception cref="InvalidOperationException">It is none of this address space.</exception>
    internal int PageOf(ulong address)
    {
        ulong page = (address - Base) >> Format.FrameShift;
        return address >= Base && page < (ulong)Pages ? (int)page : throw new InvalidOperationException($"0x{address:x} is no address of {Name}");
    }

    /// <summary>How many pages one entry of a level maps.</summary>
    /// <param name="level">The level, 0 for the root.</param>
    internal int PagesBelow(int level)
    {
        int pages = 1;
        for (int l = level + 1; l < Levels; l++)
        {
            pages *= Entries[l];
        }

        return pages;
    }

    /// <summary>The index of a page's entry in its table of a level.</summary>
    internal int IndexOf(int page, int level) => page / PagesBelow(level) % Entries[level];

    /// <summary>How far a page lies behind the first that its entry of a level maps, in bytes.</summary>
    internal ulong DistanceIn(int page, int level) => (ulong)(page % PagesBelow(level)) << Format.FrameShift;

    /// <summary>An address as reports show it.</summary>
    internal string NameOf(ulong address) => $"{Name}+0x{address - Base:x}";

    /// <summary>Refuses what cannot be told apart by the tags of walks.</summary>
    /// <exception cref="InvalidOperationException">The geometry is too large, or a contiguous set does not fill its table.</exception>
    internal void Check()
    {
        if (Levels is 0 or > MostLevels || Entries.Any(static e => e is < 1 or > WalkTag.MostEntries) || Asid > WalkTag.MostAsid)
        {
            throw new InvalidOperationException($"{Name}: 1 to {MostLevels} levels, 1 to {WalkTag.MostEntries} entries a table, identifiers up to {WalkTag.MostAsid}");
        }

        if (ContiguousEntries < 1 || Entries[^1] % ContiguousEntries != 0)
        {
            throw new InvalidOperationException($"{Name}: sets of {ContiguousEntries} contiguous entries do not fill a table of {Entries[^1]}");
        }
    }
}
