using Racewalk.Hardware;
using Racewalk.Mm.Memory;

namespace Racewalk.Trials.Worlds;

/// <summary>Physical memory of a world in one arena: frames that an allocator hands out, their struct pages, and kernel data that lie in no frame.</summary>
internal sealed class WorldLayout : IDisposable
{
    // Locks and counters do not share a cache line.
    private const ulong KernelStride = 128;

    private readonly ulong _kernelData;
    private ulong _kernelWords;

    /// <summary>Lays it out; everything is 0.</summary>
    /// <param name="frames">How many frames.</param>
    /// <param name="hugeOrder">The order of a huge page: the largest block.</param>
    /// <param name="kernelWords">How many words of kernel data there can be.</param>
    /// <param name="releasesToHost">Whether frames that are freed go back to the host.</param>
    /// <exception cref="OutOfFramesException">The host has no such range left.</exception>
    internal WorldLayout(int frames, int hugeOrder, int kernelWords, bool releasesToHost = false)
    {
        ulong memory = (ulong)frames << PageTableEntry.PfnShift;
        ulong map = (ulong)frames * StructPage.Size;
        Arena = new Arena(memory + map + ((ulong)kernelWords * KernelStride), 1UL << (PageTableEntry.PfnShift + hugeOrder));
        FirstPfn = Arena.Base >> PageTableEntry.PfnShift;
        Memmap = Arena.Base + memory;
        _kernelData = Memmap + map;
        Frames = new FrameAllocator(Arena, Arena.Base, frames, maxOrder: hugeOrder)
        {
            ReleasesToHost = releasesToHost,
        };
        Pages = new WordArray(Memmap - (FirstPfn * StructPage.Size), StructPage.Size, FirstPfn + (ulong)frames);
    }

    internal Arena Arena { get; }

    internal FrameAllocator Frames { get; }

    /// <summary>The number of the first frame.</summary>
    internal ulong FirstPfn { get; }

    /// <summary>The address of its struct page.</summary>
    internal ulong Memmap { get; }

    internal WordArray Pages { get; }

    /// <summary>Takes a word of kernel data.</summary>
    /// <exception cref="OutOfFramesException">There are no more.</exception>
    internal ulong KernelWord()
    {
        ulong address = _kernelData + (_kernelWords++ * KernelStride);
        return Arena.Contains(address, 8) ? address : throw new OutOfFramesException($"no kernel data left at 0x{address:x}");
    }

    public void Dispose() => Arena.Dispose();
}
