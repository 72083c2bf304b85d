using Racewalk.Programs;

namespace Racewalk.Machine;

/// <content>Loads, stores and barriers (v6.12 include/asm-generic/{rwonce,barrier}.h).</content>
public sealed partial class Cpu
{
    /// <summary>READ_ONCE.</summary>
    public Word ReadOnce(Word address)
    {
        SwitchPoint();
        return _lowering.Load(_context, address);
    }

    /// <summary>WRITE_ONCE.</summary>
    public void WriteOnce(Word address, Word value)
    {
        SwitchPoint();
        _lowering.Store(_context, address, value);
    }

    /// <summary>copy_page, word by word.</summary>
    /// <param name="to">The address of the frame that is written.</param>
    /// <param name="from">The address of the frame that is read.</param>
    /// <param name="words">How far into a page the words lie that are copied; nobody looks at the others.</param>
    public void CopyPage(Word to, Word from, IReadOnlyList<int> words)
    {
        foreach (int word in words)
        {
            WriteOnce(to + (ulong)word, ReadOnce(from + (ulong)word));
        }
    }

    /// <summary>An ordinary C access, without READ_ONCE: under LKMM it can race. What a compiler makes of it is not modelled.</summary>
    public Word PlainLoad(Word address)
    {
        SwitchPoint();
        return _lowering.LoadPlain(_context, address);
    }

    /// <summary>An ordinary C assignment, without WRITE_ONCE: under LKMM it can race. What a compiler makes of it is not modelled.</summary>
    public void PlainStore(Word address, Word value)
    {
        SwitchPoint();
        _lowering.StorePlain(_context, address, value);
    }

    /// <summary>smp_load_acquire.</summary>
    public Word SmpLoadAcquire(Word address)
    {
        SwitchPoint();
        return _lowering.LoadAcquire(_context, address);
    }

    /// <summary>smp_store_release.</summary>
    public void SmpStoreRelease(Word address, Word value)
    {
        SwitchPoint();
        _lowering.StoreRelease(_context, address, value);
    }

    /// <summary>smp_cond_load_relaxed until the value, masked, equals another.</summary>
    public Word SmpCondLoadRelaxedEqual(Word address, Word value, ulong mask = ulong.MaxValue) =>
        CondLoad(address, AwaitKind.Equal, value, mask, isAcquire: false);

    /// <summary>smp_cond_load_relaxed until the value, masked, is another.</summary>
    public Word SmpCondLoadRelaxedNotEqual(Word address, Word value, ulong mask = ulong.MaxValue) =>
        CondLoad(address, AwaitKind.NotEqual, value, mask, isAcquire: false);

    /// <summary>smp_cond_load_acquire(p, (VAL &amp; mask) == value): waits, then is an acquire.</summary>
    public Word SmpCondLoadAcquireEqual(Word address, Word value, ulong mask = ulong.MaxValue) =>
        CondLoad(address, AwaitKind.Equal, value, mask, isAcquire: true);

    /// <summary>smp_cond_load_acquire(p, (VAL &amp; mask) != value): waits, then is an acquire.</summary>
    public Word SmpCondLoadAcquireNotEqual(Word address, Word value, ulong mask = ulong.MaxValue) =>
        CondLoad(address, AwaitKind.NotEqual, value, mask, isAcquire: true);

    /// <summary>smp_mb.</summary>
    public void SmpMb() => _lowering.Mb(_context);

    /// <summary>smp_rmb.</summary>
    public void SmpRmb() => _lowering.Rmb(_context);

    /// <summary>smp_wmb.</summary>
    public void SmpWmb() => _lowering.Wmb(_context);

    /// <summary>smp_mb__before_atomic.</summary>
    public void SmpMbBeforeAtomic() => _lowering.MbBeforeAtomic(_context);

    /// <summary>smp_mb__after_atomic.</summary>
    public void SmpMbAfterAtomic() => _lowering.MbAfterAtomic(_context);

    private Word CondLoad(Word address, AwaitKind condition, Word value, ulong mask, bool isAcquire) =>
        WaitFor(address, condition, value, mask, isAcquire, "smp_cond_load", _machine.Name(address.Bits));
}
