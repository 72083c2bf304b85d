using System.Numerics;

namespace Racewalk.Hardware;

/// <summary>A range of virtual addresses and the page tables that translate them. The tables lie in memory, and whoever owns them changes them as they like.</summary>
public sealed class AddressSpace
{
    /// <summary>What reports call it.</summary>
    public required string Name { get; init; }

    /// <summary>What entries mean.</summary>
    public required PageTableFormat Format { get; init; }

    /// <summary>The address of the root table.</summary>
    public required ulong Root { get; init; }

    /// <summary>How many entries a table has, from the root to the last level; a power of two each.</summary>
    /// <exception cref="ArgumentException">There is no level, or some level has another number of entries.</exception>
    public required IReadOnlyList<int> Entries
    {
        get;
        init
        {
            if (value.Count == 0 || value.Any(static e => e < 1 || (e & (e - 1)) != 0))
            {
                throw new ArgumentException("each level has a power of two of entries", nameof(value));
            }

            field = value;
            _shifts = [.. value.Select((_, level) => value.Skip(level + 1).Sum(static e => BitOperations.Log2((uint)e)))];
        }
    }

    private readonly int[] _shifts = [];

    /// <summary>The first virtual address.</summary>
    public ulong Base { get; init; }

    /// <summary>The address space's identifier; 0 for the kernel's own.</summary>
    public uint Asid { get; init; } = 1;

    /// <summary>Whether an entry above the last level may map memory.</summary>
    public bool HasBlocks { get; init; }

    /// <summary>The CPUs that walk it, as a mask.</summary>
    public ulong CpuMask { get; init; } = ulong.MaxValue;

    /// <summary>The kernel's page fault handler for it; null if every fault is unexpected.</summary>
    public Func<Cpu, PageFault, FaultResolution>? FaultHandler { get; init; }

    /// <summary>How many levels there are.</summary>
    public int Levels => Entries.Count;

    /// <summary>How many pages it maps at most.</summary>
    public int Pages => Entries[0] << _shifts[0];

    /// <summary>The virtual address of a word of a page.</summary>
    public ulong AddressOf(int page, int offset = 0) => Base + ((ulong)page << Format.FrameShift) + (ulong)offset;

    /// <summary>The page that an address lies in.</summary>
    /// <exception cref="BrokenRuleException">It is none of this address space.</exception>
    public int PageOf(ulong address)
    {
        ulong page = (address - Base) >> Format.FrameShift;
        return page < (ulong)Pages ? (int)page : throw new BrokenRuleException($"0x{address:x} is no address of {Name}");
    }

    /// <summary>The index of a page's entry in its table of a level.</summary>
    internal int IndexOf(int page, int level) => (page >> _shifts[level]) & (Entries[level] - 1);

    /// <summary>How far a page lies behind the first that its entry of a level maps, in bytes.</summary>
    internal ulong DistanceIn(int page, int level) => (ulong)(page & ((1 << _shifts[level]) - 1)) << Format.FrameShift;
}
