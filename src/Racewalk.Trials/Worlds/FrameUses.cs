using Racewalk.Hardware;
using Racewalk.Mm.Memory;

namespace Racewalk.Trials.Worlds;

/// <summary>What explains each frame: how many references and mappings it must have, and what it is used for.</summary>
/// <param name="frames">The frames.</param>
/// <param name="firstPfn">The number of the first.</param>
internal sealed class FrameUses(FrameAllocator frames, ulong firstPfn)
{
    private readonly ulong[] _references = new ulong[frames.Frames];
    private readonly int[] _mappings = new int[frames.Frames];
    private readonly FrameUse[] _uses = new FrameUse[frames.Frames];

    /// <summary>Forgets everything.</summary>
    internal void Clear()
    {
        Array.Clear(_references);
        Array.Clear(_mappings);
        Array.Clear(_uses);
    }

    internal ulong References(ulong pfn) => _references[pfn - firstPfn];

    internal ulong Mappings(ulong pfn) => (ulong)_mappings[pfn - firstPfn];

    internal FrameUse Use(ulong pfn) => _uses[pfn - firstPfn];

    /// <summary>Whether there is such a frame.</summary>
    internal bool Contains(ulong pfn) => pfn - firstPfn < (ulong)frames.Frames;

    /// <summary>Adds something that has references on a frame.</summary>
    /// <param name="pfn">The first frame of the block.</param>
    /// <param name="use">What the frame is used for.</param>
    /// <param name="references">How many references.</param>
    /// <param name="mappings">How many mappings.</param>
    /// <returns>What is wrong with that; null if nothing is.</returns>
    internal string? Add(ulong pfn, FrameUse use, ulong references, int mappings)
    {
        if (!Contains(pfn))
        {
            return FormattableString.Invariant($"leads to frame 0x{pfn:x}, which there is not");
        }

        ulong address = PhysicalMemory.FrameAddress(pfn);
        ref FrameUse known = ref _uses[pfn - firstPfn];
        if (!frames.IsAllocated(address, out _))
        {
            return FormattableString.Invariant($"leads to the frame at 0x{address:x}, which is not allocated");
        }

        if (known != FrameUse.None && (known != use || use is not FrameUse.Page))
        {
            return FormattableString.Invariant($"leads to the frame at 0x{address:x} as a {use}, which is a {known} already");
        }

        known = use;
        _references[pfn - firstPfn] += references;
        _mappings[pfn - firstPfn] += mappings;
        return null;
    }
}

/// <summary>What a frame is used for.</summary>
internal enum FrameUse
{
    /// <summary>Nothing that is known.</summary>
    None,

    /// <summary>A page of data, or the first of a huge one.</summary>
    Page,

    /// <summary>A page table that an entry points to.</summary>
    Table,

    /// <summary>A page table that is deposited.</summary>
    DepositedTable,
}
