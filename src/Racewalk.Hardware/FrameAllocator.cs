namespace Racewalk.Hardware;

/// <summary>
/// Frames of an arena: a buddy allocator with a list of single frames for each CPU in front of it (v6.12 mm/page_alloc.c). Thread-safe: a CPU's list is touched by that CPU's
/// thread alone, the rest under a lock.
/// </summary>
public sealed class FrameAllocator
{
    /// <summary>How many frames go to and from a CPU's list at once (pcp->batch).</summary>
    public const int Batch = 32;

    private const byte Allocated = 0x80;
    private const byte Listed = 0x40;
    private const byte OrderMask = 0x3f;

    private readonly Arena _arena;
    private readonly ulong _first;
    private readonly FreeBlocks _blocks;
    private readonly Lock _lock = new();
    private readonly CpuList[] _lists = [.. Enumerable.Range(0, Processors.MostCpus + 1).Select(static _ => new CpuList())];

    // Of each frame: allocated or on a CPU's list, and of what order; 0 if it is free or not the first of its block.
    private readonly byte[] _states;

    /// <summary>All frames of a part of an arena, free.</summary>
    /// <param name="arena">The arena.</param>
    /// <param name="start">The first address, a multiple of the largest block.</param>
    /// <param name="frames">How many frames.</param>
    /// <param name="maxOrder">The order of the largest block.</param>
    /// <exception cref="ArgumentException">The part is not in the arena, or its start is not aligned.</exception>
    public FrameAllocator(Arena arena, ulong start, int frames, int maxOrder = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxOrder, 30);
        if (!arena.Contains(start, (ulong)frames << BasePage.Shift) || (start & ((1UL << (BasePage.Shift + maxOrder)) - 1)) != 0)
        {
            throw new ArgumentException($"0x{start:x}, {frames} frames: not in the arena, or not aligned to the largest block", nameof(start));
        }

        (_arena, _first) = (arena, start);
        _states = new byte[frames];
        _blocks = new FreeBlocks(frames, maxOrder);
        MaxOrder = maxOrder;
        FreeFrames = frames;
    }

    /// <summary>The order of the largest block.</summary>
    public int MaxOrder { get; }

    /// <summary>How many frames there are.</summary>
    public int Frames => _states.Length;

    /// <summary>How many are free, those in lists of CPUs not counted.</summary>
    public int FreeFrames { get; private set; }

    /// <summary>How many are allocated. Looks at all of them.</summary>
    public int AllocatedFrames
    {
        get
        {
            int count = 0;
            for (int i = 0; i < _states.Length; i++)
            {
                byte state = Volatile.Read(ref _states[i]);
                count += (state & Allocated) != 0 ? 1 << (state & OrderMask) : 0;
            }

            return count;
        }
    }

    /// <summary>Whether frames that are freed go back to the host, so that they are not resident.</summary>
    public bool ReleasesToHost { get; init; }

    /// <summary>Takes 2^order frames.</summary>
    /// <returns>The address of the first; what it holds is unknown.</returns>
    /// <exception cref="OutOfFramesException">There is no such block.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No block is that large.</exception>
    public ulong Allocate(Cpu cpu, int order = 0) => TryAllocate(cpu, order, out ulong address)
        ? address
        : throw new OutOfFramesException(FormattableString.Invariant($"no block of order {order} is left, {FreeFrames} frames are free"));

    /// <summary>Takes 2^order frames, if there are so many in a block.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="order">How many, as a power of two.</param>
    /// <param name="address">The address of the first; what it holds is unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException">No block is that large.</exception>
    public bool TryAllocate(Cpu cpu, int order, out ulong address)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, MaxOrder);
        int frame;
        if (order == 0)
        {
            CpuList list = _lists[cpu.Id];
            if (list.Count == 0)
            {
                Refill(list);
            }

            frame = list.Count > 0 ? list.Pop() : -1;
        }
        else
        {
            lock (_lock)
            {
                frame = Take(order);
            }
        }

        if (frame < 0)
        {
            address = 0;
            return false;
        }

        Volatile.Write(ref _states[frame], (byte)(Allocated | order));
        address = _first + ((ulong)frame << BasePage.Shift);
        return true;
    }

    /// <summary>split_page: the frames of an allocated block can be freed one by one from here on.</summary>
    /// <param name="address">The address of its first frame.</param>
    /// <exception cref="BrokenRuleException">There is no allocated block.</exception>
    public void SplitPage(ulong address)
    {
        int frame = FrameOf(address);
        byte state = Volatile.Read(ref _states[frame]);
        if ((state & Allocated) == 0)
        {
            throw new BrokenRuleException($"0x{address:x} is no allocated block to split");
        }

        for (int i = 0; i < 1 << (state & OrderMask); i++)
        {
            Volatile.Write(ref _states[frame + i], Allocated);
        }
    }

    /// <summary>Gives a block back.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="address">The address of its first frame.</param>
    /// <exception cref="BrokenRuleException">There is no allocated block: it was freed already, never allocated, or the address is not its first.</exception>
    public void Free(Cpu cpu, ulong address)
    {
        int frame = FrameOf(address);
        byte state = Volatile.Read(ref _states[frame]);
        int order = state & OrderMask;
        if ((state & Allocated) == 0 || Interlocked.CompareExchange(ref _states[frame], order == 0 ? Listed : (byte)0, state) != state)
        {
            throw new BrokenRuleException($"CPU {cpu.Id} frees 0x{address:x}, which is no allocated block: freed twice, or never allocated");
        }

        if (ReleasesToHost)
        {
            _arena.Release(address, BasePage.Size << order);
        }

        if (order > 0)
        {
            lock (_lock)
            {
                Put(frame, order);
            }

            return;
        }

        CpuList list = _lists[cpu.Id];
        list.Push(frame);
        if (list.Count == 2 * Batch)
        {
            Drain(list, Batch);
        }
    }

    /// <summary>Makes single frames of an allocated block, each of which is freed by itself (split_page, v6.12 mm/page_alloc.c). Nobody may free it meanwhile.</summary>
    /// <param name="address">The address of its first frame.</param>
    /// <exception cref="BrokenRuleException">No allocated block begins there.</exception>
    public void Split(ulong address)
    {
        if (!IsAllocated(address, out int order))
        {
            throw new BrokenRuleException($"0x{address:x} cannot be split: no allocated block begins there");
        }

        int first = FrameOf(address);
        for (int frame = first; frame < first + (1 << order); frame++)
        {
            Volatile.Write(ref _states[frame], Allocated);
        }
    }

    /// <summary>Whether an allocated block begins at an address.</summary>
    /// <param name="address">The address of a frame.</param>
    /// <param name="order">The block's order; 0 if there is none.</param>
    /// <exception cref="BrokenRuleException">It is the address of no frame.</exception>
    public bool IsAllocated(ulong address, out int order)
    {
        byte state = Volatile.Read(ref _states[FrameOf(address)]);
        order = (state & Allocated) != 0 ? state & OrderMask : 0;
        return (state & Allocated) != 0;
    }

    /// <summary>Empties the lists of all CPUs (drain_all_pages). Nothing may run on them.</summary>
    public void DrainAll()
    {
        foreach (CpuList list in _lists)
        {
            Drain(list, list.Count);
        }
    }

    private int FrameOf(ulong address)
    {
        ulong distance = address - _first;
        ulong frame = distance >> BasePage.Shift;
        return frame < (ulong)Frames && frame << BasePage.Shift == distance ? (int)frame : throw new BrokenRuleException($"0x{address:x} is the address of no frame");
    }

    private void Refill(CpuList list)
    {
        lock (_lock)
        {
            for (int i = 0, frame; i < Batch && (frame = Take(0)) >= 0; i++)
            {
                Volatile.Write(ref _states[frame], Listed);
                list.Push(frame);
            }
        }
    }

    private void Drain(CpuList list, int count)
    {
        lock (_lock)
        {
            for (int i = 0; i < count; i++)
            {
                int frame = list.Pop();
                Volatile.Write(ref _states[frame], 0);
                Put(frame, 0);
            }
        }
    }

    private int Take(int order)
    {
        int frame = _blocks.Take(order);
        FreeFrames -= frame < 0 ? 0 : 1 << order;
        return frame;
    }

    private void Put(int frame, int order)
    {
        _blocks.Put(frame, order);
        FreeFrames += 1 << order;
    }

    /// <summary>The free frames of one CPU, last in first out: the last is the likeliest to be in its cache.</summary>
    private sealed class CpuList
    {
        private readonly int[] _frames = new int[(2 * Batch) + 1];

        internal int Count { get; private set; }

        internal void Push(int frame) => _frames[Count++] = frame;

        internal int Pop() => _frames[--Count];
    }
}
