using Racewalk.Hardware;
using Racewalk.Mm.Memory;

namespace Racewalk.Trials;

/// <summary>The memory of a trial: one arena, in which each copy of the race has frames, their struct pages and kernel data of its own.</summary>
internal sealed class TrialMemory : IDisposable
{
    private const ulong FramesPerCopy = 256;

    // Above what the host keeps free at 0, and as far below 4 GB as a race of two words needs.
    private const ulong LowestBase = 1UL << 28;
    private const ulong HighestLowBase = 14UL << 28;

    private readonly Arena _arena;
    private readonly ulong _memmap;
    private readonly ulong _kernel;
    private readonly ulong _far;

    /// <summary>Reserves it.</summary>
    /// <param name="copies">How many copies of the race there are.</param>
    /// <param name="farFrames">A multiple of this far behind a race's frames it may have more, up to three times; 0 if it has none. Then frame numbers begin below it.</param>
    /// <exception cref="OutOfFramesException">The host has no such range left.</exception>
    internal TrialMemory(int copies, ulong farFrames = 0)
    {
        ulong frames = ((ulong)copies * FramesPerCopy) + (3 * farFrames);
        ulong size = (frames << BasePage.Shift) + (frames * StructPage.Size) + ((ulong)copies * BasePage.Size);
        _far = farFrames;
        _arena = farFrames == 0 ? new Arena(size) : ArenaBelow(farFrames, size);
        _memmap = _arena.Base + (frames << BasePage.Shift);
        _kernel = _memmap + (frames * StructPage.Size);
    }

    /// <summary>Where the memory of a copy lies.</summary>
    internal MemoryLayout LayoutOf(int copy)
    {
        ulong first = (ulong)copy * FramesPerCopy;
        return new MemoryLayout((_arena.Base >> BasePage.Shift) + first, _memmap + (first * StructPage.Size), _kernel + ((ulong)copy * BasePage.Size));
    }

    /// <summary>Whether a word is one of a copy's.</summary>
    internal bool Owns(int copy, ulong address)
    {
        if (!_arena.Contains(address, 8))
        {
            return false;
        }

        ulong first = (ulong)copy * FramesPerCopy;
        if (address >= _kernel)
        {
            return (address - _kernel) / BasePage.Size == (ulong)copy;
        }

        ulong frame = address >= _memmap ? (address - _memmap) / StructPage.Size : (address - _arena.Base) >> BasePage.Shift;
        ulong near = _far == 0 ? frame : frame % _far;
        return near >= first && near < first + FramesPerCopy;
    }

    public void Dispose() => _arena.Dispose();

    private static Arena ArenaBelow(ulong frame, ulong size)
    {
        ulong end = Math.Min(frame << BasePage.Shift, HighestLowBase);
        for (ulong address = LowestBase; address < end; address += LowestBase)
        {
            if (Arena.TryAt(address, size) is { } arena)
            {
                return arena;
            }
        }

        throw new OutOfFramesException($"no range of {size} bytes left that begins below 0x{end:x}");
    }
}
