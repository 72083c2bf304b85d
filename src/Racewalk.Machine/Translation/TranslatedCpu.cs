using Racewalk.Programs;

namespace Racewalk.Machine;

/// <summary>
/// A CPU that makes accesses through virtual addresses: for each a walk, then the access, or a fault that goes to the machine's handler and after which the
/// access is tried again. Loads and stores are user code's, C11 accesses of the named order.
/// </summary>
public sealed class TranslatedCpu
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

    /// <summary>LDR. 0 if a signal came instead.</summary>
    public Word Load(Word address) => _cpu.TryTranslate(_space, address, isStore: false, _isUser, out Word physical) ? _cpu.ReadTranslated(physical) : 0;

    /// <summary>LDAR.</summary>
    public Word LoadAcquire(Word address) =>
        _cpu.TryTranslate(_space, address, isStore: false, _isUser, out Word physical) ? _cpu.ReadTranslatedAcquire(physical) : 0;

    /// <summary>STR.</summary>
    /// <returns>Whether the store was made; if not, a signal came instead.</returns>
    public bool Store(Word address, Word value)
    {
        bool isMade = _cpu.TryTranslate(_space, address, isStore: true, _isUser, out Word physical);
        if (isMade)
        {
            _cpu.WriteTranslated(physical, value, isRelease: false);
        }

        return isMade;
    }

    /// <summary>STLR.</summary>
    /// <returns>Whether the store was made; if not, a signal came instead.</returns>
    public bool StoreRelease(Word address, Word value)
    {
        bool isMade = _cpu.TryTranslate(_space, address, isStore: true, _isUser, out Word physical);
        if (isMade)
        {
            _cpu.WriteTranslated(physical, value, isRelease: true);
        }

        return isMade;
    }

    /// <summary>copy_page from a virtual address to a frame, word by word.</summary>
    /// <param name="to">The address of the frame.</param>
    /// <param name="from">The virtual address of the page.</param>
    /// <param name="words">How far into a page the words lie that are copied; nobody looks at the others.</param>
    public void CopyPage(ulong to, ulong from, IReadOnlyList<int> words)
    {
        foreach (int word in words)
        {
            _cpu.WriteOnce(to + (ulong)word, Load(from + (ulong)word));
        }
    }

    /// <summary>SWP with an order. 0 if a signal came instead.</summary>
    public Word Exchange(Word address, Word value, MemoryOrder order = MemoryOrder.Full) => Atomic(RmwKind.Exchange, address, value, 0, order);

    /// <summary>LDADD with an order: the value before.</summary>
    public Word FetchAdd(Word address, Word addend, MemoryOrder order = MemoryOrder.Full) => Atomic(RmwKind.Add, address, addend, 0, order);

    /// <summary>CAS with an order: the value before. When it asks for the permission to store is <see cref="TranslationFeatures.CompareExchange"/>. 0 if a signal came instead.</summary>
    public Word CompareExchange(Word address, Word old, Word value, MemoryOrder order = MemoryOrder.Full)
    {
        _cpu.TryUpdateTranslated(_space, address, _isUser, RmwKind.CompareExchange, value, old, order, out Word seen);
        return seen;
    }

    /// <summary>
    /// atomic_add_unless: a read, and a loop over compare-and-exchange, which is one here (v6.12 include/linux/atomic/atomic-arch-fallback.h); says whether it added. Not if a
    /// signal came instead.
    /// </summary>
    public Flag AddUnless(Word address, Word addend, Word unless, MemoryOrder order = MemoryOrder.Full)
    {
        if (!_cpu.TryTranslate(_space, address, isStore: false, _isUser, out Word physical))
        {
            return false;
        }

        if (_cpu.ReadTranslated(physical) == unless)
        {
            return false;
        }

        return _cpu.TryUpdateTranslated(_space, address, _isUser, RmwKind.AddUnless, addend, unless, order, out Word seen) && seen != unless;
    }

    /// <summary>LDSET, without an order: set_bit.</summary>
    public void Or(Word address, Word mask) => Atomic(RmwKind.Or, address, mask, 0, MemoryOrder.Relaxed);

    /// <summary>LDCLR, without an order: clear_bit.</summary>
    public void And(Word address, Word mask) => Atomic(RmwKind.And, address, mask, 0, MemoryOrder.Relaxed);

    private Word Atomic(RmwKind kind, Word address, Word operand, Word comparand, MemoryOrder order) =>
        _cpu.TryTranslate(_space, address, isStore: true, _isUser, out Word physical) ? _cpu.UpdateTranslated(kind, physical, operand, comparand, order) : 0;
}
