using System.Runtime.CompilerServices;

namespace Racewalk.Hardware;

/// <content>Atomic operations (v6.12 include/linux/atomic/atomic-instrumented.h).</content>
public sealed partial class Cpu
{
    /// <summary>atomic_read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong AtomicRead(ulong address) => Memory.Read(address);

    /// <summary>atomic_read_acquire.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong AtomicReadAcquire(ulong address) => Memory.Read(address);

    /// <summary>atomic_set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AtomicSet(ulong address, ulong value) => Memory.Write(address, value);

    /// <summary>atomic_set_release.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AtomicSetRelease(ulong address, ulong value) => Memory.Write(address, value);

    /// <summary>atomic_add.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AtomicAdd(ulong address, ulong addend) => Interlocked.Add(ref Memory.At(address), addend);

    /// <summary>atomic_sub.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AtomicSub(ulong address, ulong subtrahend) => Interlocked.Add(ref Memory.At(address), 0 - subtrahend);

    /// <summary>atomic_inc.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AtomicInc(ulong address) => Interlocked.Increment(ref Memory.At(address));

    /// <summary>atomic_dec.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AtomicDec(ulong address) => Interlocked.Decrement(ref Memory.At(address));

    /// <summary>atomic_and.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AtomicAnd(ulong address, ulong mask) => Interlocked.And(ref Memory.At(address), mask);

    /// <summary>atomic_or.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AtomicOr(ulong address, ulong mask) => Interlocked.Or(ref Memory.At(address), mask);

    /// <summary>atomic_fetch_add and its variants: the value before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong AtomicFetchAdd(ulong address, ulong addend, MemoryOrder order = MemoryOrder.Full) => Interlocked.Add(ref Memory.At(address), addend) - addend;

    /// <summary>atomic_fetch_sub and its variants: the value before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong AtomicFetchSub(ulong address, ulong subtrahend, MemoryOrder order = MemoryOrder.Full) => AtomicFetchAdd(address, 0 - subtrahend, order);

    /// <summary>atomic_fetch_and and its variants: the value before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong AtomicFetchAnd(ulong address, ulong mask, MemoryOrder order = MemoryOrder.Full) => Interlocked.And(ref Memory.At(address), mask);

    /// <summary>atomic_fetch_or and its variants: the value before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong AtomicFetchOr(ulong address, ulong mask, MemoryOrder order = MemoryOrder.Full) => Interlocked.Or(ref Memory.At(address), mask);

    /// <summary>atomic_add_return and its variants: the value after.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong AtomicAddReturn(ulong address, ulong addend, MemoryOrder order = MemoryOrder.Full) => Interlocked.Add(ref Memory.At(address), addend);

    /// <summary>atomic_sub_return and its variants: the value after.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong AtomicSubReturn(ulong address, ulong subtrahend, MemoryOrder order = MemoryOrder.Full) => Interlocked.Add(ref Memory.At(address), 0 - subtrahend);

    /// <summary>atomic_sub_and_test: whether the value after is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool AtomicSubAndTest(ulong address, ulong subtrahend) => AtomicSubReturn(address, subtrahend) == 0;

    /// <summary>atomic_dec_and_test: whether the value after is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool AtomicDecAndTest(ulong address) => AtomicSubReturn(address, 1) == 0;

    /// <summary>atomic_add_unless: adds unless the value is <paramref name="unless"/>; says whether it added (v6.12 raw_atomic_fetch_add_unless).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool AtomicAddUnless(ulong address, ulong addend, ulong unless, MemoryOrder order = MemoryOrder.Full)
    {
        ref ulong word = ref Memory.At(address);
        ulong old = Volatile.Read(ref word);
        while (old != unless)
        {
            ulong seen = Interlocked.CompareExchange(ref word, old + addend, old);
            if (seen == old)
            {
                return true;
            }

            old = seen;
        }

        return false;
    }

    /// <summary>atomic_inc_not_zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool AtomicIncNotZero(ulong address) => AtomicAddUnless(address, 1, 0);

    /// <summary>xchg and its variants: the value before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Xchg(ulong address, ulong value, MemoryOrder order = MemoryOrder.Full) => Interlocked.Exchange(ref Memory.At(address), value);

    /// <summary>xchg_relaxed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong XchgRelaxed(ulong address, ulong value) => Interlocked.Exchange(ref Memory.At(address), value);

    /// <summary>cmpxchg and its variants: the value before; if that is not <paramref name="old"/> nothing was written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Cmpxchg(ulong address, ulong old, ulong value, MemoryOrder order = MemoryOrder.Full) => Interlocked.CompareExchange(ref Memory.At(address), value, old);

    /// <summary>cmpxchg_relaxed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong CmpxchgRelaxed(ulong address, ulong old, ulong value) => Interlocked.CompareExchange(ref Memory.At(address), value, old);
}
