using Racewalk.Programs;

namespace Racewalk.Machine;

/// <content>
/// Atomic operations (v6.12 include/linux/atomic/atomic-instrumented.h). Where the kernel has one function per ordering, there is one method
/// with a <see cref="MemoryOrder"/> here; <see cref="MemoryOrder.Full"/> stands for the name without suffix.
/// </content>
public sealed partial class Cpu
{
    /// <summary>atomic_read.</summary>
    public Word AtomicRead(Word address) => ReadOnce(address);

    /// <summary>atomic_read_acquire.</summary>
    public Word AtomicReadAcquire(Word address) => SmpLoadAcquire(address);

    /// <summary>atomic_set.</summary>
    public void AtomicSet(Word address, Word value) => WriteOnce(address, value);

    /// <summary>atomic_set_release.</summary>
    public void AtomicSetRelease(Word address, Word value) => SmpStoreRelease(address, value);

    /// <summary>atomic_add: returns nothing, orders nothing.</summary>
    public void AtomicAdd(Word address, Word addend) => RmwVoid(RmwKind.Add, address, addend);

    /// <summary>atomic_sub: returns nothing, orders nothing.</summary>
    public void AtomicSub(Word address, Word subtrahend) => RmwVoid(RmwKind.Add, address, 0 - subtrahend);

    /// <summary>atomic_inc.</summary>
    public void AtomicInc(Word address) => AtomicAdd(address, 1);

    /// <summary>atomic_dec.</summary>
    public void AtomicDec(Word address) => AtomicSub(address, 1);

    /// <summary>atomic_and: returns nothing, orders nothing; clear_bit is one.</summary>
    public void AtomicAnd(Word address, Word mask) => RmwVoid(RmwKind.And, address, mask);

    /// <summary>atomic_or: returns nothing, orders nothing; set_bit is one.</summary>
    public void AtomicOr(Word address, Word mask) => RmwVoid(RmwKind.Or, address, mask);

    /// <summary>atomic_xor: returns nothing, orders nothing.</summary>
    public void AtomicXor(Word address, Word mask) => RmwVoid(RmwKind.Xor, address, mask);

    /// <summary>atomic_fetch_add and its variants: the value before.</summary>
    public Word AtomicFetchAdd(Word address, Word addend, MemoryOrder order = MemoryOrder.Full) => Rmw(RmwKind.Add, address, addend, order);

    /// <summary>atomic_fetch_sub and its variants: the value before.</summary>
    public Word AtomicFetchSub(Word address, Word subtrahend, MemoryOrder order = MemoryOrder.Full) => Rmw(RmwKind.Add, address, 0 - subtrahend, order);

    /// <summary>atomic_fetch_and and its variants: the value before.</summary>
    public Word AtomicFetchAnd(Word address, Word mask, MemoryOrder order = MemoryOrder.Full) => Rmw(RmwKind.And, address, mask, order);

    /// <summary>atomic_fetch_or and its variants: the value before.</summary>
    public Word AtomicFetchOr(Word address, Word mask, MemoryOrder order = MemoryOrder.Full) => Rmw(RmwKind.Or, address, mask, order);

    /// <summary>atomic_fetch_xor and its variants: the value before.</summary>
    public Word AtomicFetchXor(Word address, Word mask, MemoryOrder order = MemoryOrder.Full) => Rmw(RmwKind.Xor, address, mask, order);

    /// <summary>atomic_add_return and its variants: the value after.</summary>
    public Word AtomicAddReturn(Word address, Word addend, MemoryOrder order = MemoryOrder.Full) => AtomicFetchAdd(address, addend, order) + addend;

    /// <summary>atomic_sub_return and its variants: the value after.</summary>
    public Word AtomicSubReturn(Word address, Word subtrahend, MemoryOrder order = MemoryOrder.Full) =>
        AtomicFetchSub(address, subtrahend, order) - subtrahend;

    /// <summary>atomic_sub_and_test: whether the value after is 0. Fully ordered.</summary>
    public Flag AtomicSubAndTest(Word address, Word subtrahend) => AtomicSubReturn(address, subtrahend) == 0;

    /// <summary>atomic_dec_and_test: whether the value after is 0. Fully ordered.</summary>
    public Flag AtomicDecAndTest(Word address) => AtomicSubAndTest(address, 1);

    /// <summary>
    /// atomic_add_unless: adds unless the value is <paramref name="unless"/>; says whether it added. Fully ordered if it did, without any
    /// order if it did not. Weaker orders are for experiments: the kernel has none.
    /// </summary>
    public Flag AtomicAddUnless(Word address, Word addend, Word unless, MemoryOrder order = MemoryOrder.Full)
    {
        SwitchPoint();
        return _lowering.AddUnless(_context, address, addend, unless, order) != unless;
    }

    /// <summary>atomic_inc_not_zero.</summary>
    public Flag AtomicIncNotZero(Word address) => AtomicAddUnless(address, 1, 0);

    /// <summary>xchg and its variants: the value before.</summary>
    public Word Xchg(Word address, Word value, MemoryOrder order = MemoryOrder.Full) => Rmw(RmwKind.Exchange, address, value, order);

    /// <summary>xchg_relaxed.</summary>
    public Word XchgRelaxed(Word address, Word value) => Xchg(address, value, MemoryOrder.Relaxed);

    /// <summary>xchg_acquire.</summary>
    public Word XchgAcquire(Word address, Word value) => Xchg(address, value, MemoryOrder.Acquire);

    /// <summary>xchg_release.</summary>
    public Word XchgRelease(Word address, Word value) => Xchg(address, value, MemoryOrder.Release);

    /// <summary>cmpxchg and its variants: the value before. If that is not <paramref name="old"/> nothing was written and nothing is ordered.</summary>
    public Word Cmpxchg(Word address, Word old, Word value, MemoryOrder order = MemoryOrder.Full)
    {
        SwitchPoint();
        return _lowering.Rmw(_context, RmwKind.CompareExchange, address, value, old, order);
    }

    /// <summary>cmpxchg_relaxed.</summary>
    public Word CmpxchgRelaxed(Word address, Word old, Word value) => Cmpxchg(address, old, value, MemoryOrder.Relaxed);

    /// <summary>cmpxchg_acquire.</summary>
    public Word CmpxchgAcquire(Word address, Word old, Word value) => Cmpxchg(address, old, value, MemoryOrder.Acquire);

    /// <summary>cmpxchg_release.</summary>
    public Word CmpxchgRelease(Word address, Word old, Word value) => Cmpxchg(address, old, value, MemoryOrder.Release);

    private void RmwVoid(RmwKind kind, Word address, Word operand)
    {
        SwitchPoint();
        _lowering.RmwVoid(_context, kind, address, operand);
    }

    private Word Rmw(RmwKind kind, Word address, Word operand, MemoryOrder order)
    {
        SwitchPoint();
        return _lowering.Rmw(_context, kind, address, operand, 0, order);
    }
}
