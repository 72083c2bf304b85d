namespace Racewalk.Hardware;

/// <summary>A CPU that makes accesses through virtual addresses: by its TLB or a walk, or a fault, after which the handler says what to do. A value: making one costs nothing.</summary>
public readonly struct TranslatedCpu
{
    private readonly Cpu _cpu;
    private readonly AddressSpace _space;
    private readonly bool _isUser;

    internal TranslatedCpu(Cpu cpu, AddressSpace space, bool isUser)
    {
        _cpu = cpu;
        _space = space;
        _isUser = isUser;
    }

    /// <summary>A load. 0 if a signal came instead.</summary>
    public ulong Load(ulong address)
    {
        ulong value = _cpu.TryBegin(_space, address, isStore: false, _isUser, out ulong physical) ? _cpu.ReadOnce(physical) : 0;
        _cpu.End();
        return value;
    }

    /// <summary>A load that is an acquire.</summary>
    public ulong LoadAcquire(ulong address) => Load(address);

    /// <summary>A store.</summary>
    /// <returns>Whether it was made; if not, a signal came instead.</returns>
    public bool Store(ulong address, ulong value)
    {
        bool isMade = _cpu.TryBegin(_space, address, isStore: true, _isUser, out ulong physical);
        if (isMade)
        {
            Memory.Write(physical, value);
        }

        _cpu.End();
        return isMade;
    }

    /// <summary>A store that is a release.</summary>
    /// <returns>Whether it was made; if not, a signal came instead.</returns>
    public bool StoreRelease(ulong address, ulong value) => Store(address, value);

    /// <summary>copy_page from a virtual address to a frame; one translation serves it all.</summary>
    /// <param name="to">The address of the frame.</param>
    /// <param name="from">The virtual address of the page.</param>
    /// <param name="words">What the checked build copies of it; here it is copied whole.</param>
    public void CopyPage(ulong to, ulong from, IReadOnlyList<int> words)
    {
        if (_cpu.TryBegin(_space, from, isStore: false, _isUser, out ulong physical))
        {
            Memory.CopyPage(to, physical);
        }

        _cpu.End();
    }

    /// <summary>An exchange. 0 if a signal came instead.</summary>
    public ulong Exchange(ulong address, ulong value, MemoryOrder order = MemoryOrder.Full)
    {
        ulong before = _cpu.TryBegin(_space, address, isStore: true, _isUser, out ulong physical) ? Interlocked.Exchange(ref Memory.At(physical), value) : 0;
        _cpu.End();
        return before;
    }

    /// <summary>A fetch-and-add: the value before.</summary>
    public ulong FetchAdd(ulong address, ulong addend, MemoryOrder order = MemoryOrder.Full)
    {
        ulong before = _cpu.TryBegin(_space, address, isStore: true, _isUser, out ulong physical) ? Interlocked.Add(ref Memory.At(physical), addend) - addend : 0;
        _cpu.End();
        return before;
    }

    /// <summary>A compare-and-exchange: the value before. It needs the permission to store even if the comparison fails, as x86's does. 0 if a signal came instead.</summary>
    public ulong CompareExchange(ulong address, ulong old, ulong value, MemoryOrder order = MemoryOrder.Full)
    {
        ulong before = _cpu.TryBegin(_space, address, isStore: true, _isUser, out ulong physical) ? Interlocked.CompareExchange(ref Memory.At(physical), value, old) : 0;
        _cpu.End();
        return before;
    }

    /// <summary>atomic_add_unless: a read, then compare-and-exchange; says whether it added.</summary>
    public bool AddUnless(ulong address, ulong addend, ulong unless, MemoryOrder order = MemoryOrder.Full)
    {
        ulong old = Load(address);
        _cpu.HoldUpWithin();
        while (old != unless)
        {
            ulong seen = CompareExchange(address, old, old + addend);
            if (seen == old)
            {
                return true;
            }

            old = seen;
        }

        return false;
    }

    /// <summary>set_bit.</summary>
    public void Or(ulong address, ulong mask)
    {
        if (_cpu.TryBegin(_space, address, isStore: true, _isUser, out ulong physical))
        {
            Interlocked.Or(ref Memory.At(physical), mask);
        }

        _cpu.End();
    }

    /// <summary>clear_bit.</summary>
    public void And(ulong address, ulong mask)
    {
        if (_cpu.TryBegin(_space, address, isStore: true, _isUser, out ulong physical))
        {
            Interlocked.And(ref Memory.At(physical), mask);
        }

        _cpu.End();
    }
}
