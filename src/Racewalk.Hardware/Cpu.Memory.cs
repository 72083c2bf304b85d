using System.Runtime.CompilerServices;

namespace Racewalk.Hardware;

/// <content>
/// Loads, stores and barriers (v6.12 include/asm-generic/{rwonce,barrier}.h). READ_ONCE is .NET's volatile read, an acquire, as .NET has nothing weaker that its compiler must
/// leave alone: on x86 the same instruction.
/// </content>
public sealed partial class Cpu
{
    /// <summary>Observed where steps are controlled and freed memory is poisoned: the address of a word of freed memory that was read.</summary>
    public const string FreedRead = "read-freed";

    /// <summary>READ_ONCE.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadOnce(ulong address)
    {
        ulong value = Memory.Read(address);
        if (StepControl.IsOn && value == Poison.Freed && _machine.Poisons)
        {
            Observe(FreedRead, address);
        }

        return value;
    }

    /// <summary>WRITE_ONCE.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteOnce(ulong address, ulong value) => Memory.Write(address, value);

    /// <summary>copy_page.</summary>
    /// <param name="to">The address of the frame that is written.</param>
    /// <param name="from">The address of the frame that is read.</param>
    /// <param name="words">What the checked build copies of it; here it is copied whole.</param>
    public void CopyPage(ulong to, ulong from, IReadOnlyList<int> words) => Memory.CopyPage(to, from);

    /// <summary>An ordinary C access.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong PlainLoad(ulong address) => Memory.At(address);

    /// <summary>An ordinary C assignment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PlainStore(ulong address, ulong value) => Memory.At(address) = value;

    /// <summary>smp_load_acquire.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong SmpLoadAcquire(ulong address) => Memory.Read(address);

    /// <summary>smp_store_release.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SmpStoreRelease(ulong address, ulong value) => Memory.Write(address, value);

    /// <summary>smp_mb.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SmpMb() => Interlocked.MemoryBarrier();

    /// <summary>smp_rmb.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SmpRmb() => Volatile.ReadBarrier();

    /// <summary>smp_wmb.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SmpWmb() => Volatile.WriteBarrier();

    /// <summary>smp_mb__before_atomic: .NET's atomics are full barriers themselves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SmpMbBeforeAtomic()
    {
    }

    /// <summary>smp_mb__after_atomic: .NET's atomics are full barriers themselves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SmpMbAfterAtomic()
    {
    }

    /// <summary>arm64's barriers behind a valid kernel entry: here one, so that later walks see it. The names say which, for the checked build.</summary>
    public void EmitPteBarriers(string dsb, string isb)
    {
        bool orders = Step(dsb);
        if (Step(isb) || orders)
        {
            SmpMb();
        }
    }
}
