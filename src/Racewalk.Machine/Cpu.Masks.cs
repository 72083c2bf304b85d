using Racewalk.Programs;

namespace Racewalk.Machine;

/// <content>What a context masks: interrupts, softirqs, preemption, on arm64 everything (v6.12 include/linux/{irqflags,preempt,bottom_half}.h, arch/arm64/include/asm/daifflags.h).</content>
public sealed partial class Cpu
{
    private readonly Stack<bool> _savedInterrupts = [];
    private readonly ContextKind _kind;
    private bool _irqsOff;
    private int _preemptDisabled;
    private int _bottomHalvesDisabled;
    private bool _daifMasked;

    /// <summary>Whether interrupts are off (irqs_disabled).</summary>
    public bool IrqsDisabled => _irqsOff || _daifMasked;

    /// <summary>Whether the context must not sleep (in_atomic or irqs_disabled, v6.12 include/linux/preempt.h).</summary>
    public bool IsAtomic => _kind != ContextKind.Task || IrqsDisabled || _preemptDisabled > 0 || (_bottomHalvesDisabled > 0 && !_machine.PreemptRt);

    /// <summary>local_irq_save. Sections nest.</summary>
    public void LocalIrqSave()
    {
        BeforeMask(ContextKind.Hardirq);
        _savedInterrupts.Push(_irqsOff);
        SetInterrupts(off: true);
    }

    /// <summary>local_irq_restore of the innermost section.</summary>
    public void LocalIrqRestore()
    {
        if (!_savedInterrupts.TryPop(out bool wereOff))
        {
            _context.Fail(ViolationKind.Discipline, $"CPU {Id} restores interrupts that it did not save");
        }

        // What came in meanwhile is taken before the next access, or when the task has ended: nothing lies between.
        SetInterrupts(wereOff);
    }

    /// <summary>local_irq_disable.</summary>
    public void LocalIrqDisable()
    {
        BeforeMask(ContextKind.Hardirq);
        SetInterrupts(off: true);
    }

    /// <summary>local_irq_enable: whatever they were before.</summary>
    public void LocalIrqEnable() => SetInterrupts(off: false);

    /// <summary>preempt_disable. Sections nest.</summary>
    public void PreemptDisable()
    {
        BeforeMask(ContextKind.Task);
        _preemptDisabled++;
        TellMasks();
        BeginReadSide();
    }

    /// <summary>preempt_enable.</summary>
    public void PreemptEnable() => Leave(ref _preemptDisabled, "preemption");

    /// <summary>local_bh_disable. Sections nest.</summary>
    public void LocalBhDisable()
    {
        BeforeMask(ContextKind.Softirq);
        _bottomHalvesDisabled++;
        TellMasks();
        BeginReadSide();
    }

    /// <summary>local_bh_enable.</summary>
    public void LocalBhEnable() => Leave(ref _bottomHalvesDisabled, "softirqs");

    /// <summary>arm64: local_daif_mask: pseudo-NMIs, too. Sections do not nest.</summary>
    /// <exception cref="InvalidOperationException">Another architecture has no such mask.</exception>
    public void LocalDaifMask()
    {
        if (_machine.Architecture.Flush != TlbFlush.BroadcastArm64)
        {
            throw new InvalidOperationException($"{_machine.Architecture.Name} has no mask for non-maskable interrupts");
        }

        BeforeMask(ContextKind.Nmi);
        _daifMasked = true;
        TellMasks();
    }

    /// <summary>arm64: local_daif_restore, to what local_irq_save and the like left.</summary>
    public void LocalDaifRestore()
    {
        _daifMasked = false;
        TellMasks();
    }

    /// <summary>Whether an interrupt of a kind can come now.</summary>
    internal bool Takes(ContextKind interrupt) => interrupt > _kind && !_daifMasked && interrupt switch
    {
        ContextKind.Softirq => !_irqsOff && _bottomHalvesDisabled == 0,
        ContextKind.Hardirq => !_irqsOff,
        _ => true,
    };

    /// <summary>Checks that a handler leaves nothing behind.</summary>
    internal void FinishInterrupt(string name)
    {
        bool restored = _savedInterrupts.Count == 0 && _irqsOff == _kind >= ContextKind.Hardirq && _preemptDisabled == 0 && _bottomHalvesDisabled == 0 && !_daifMasked;
        if (!restored || _held.Count != 0 || _rcuDepth != 0)
        {
            _context.Fail(ViolationKind.Discipline, $"{name} leaves something masked, a lock held or an RCU section open on CPU {Id}");
        }
    }

    // What is masked from here on may come here for the last time.
    private void BeforeMask(ContextKind masked)
    {
        if (masked >= ContextKind.Hardirq)
        {
            Poll();
        }

        if (_run is not null && !_run.TryPassMask(masked))
        {
            // The run is left here.
            _context.Assume(false);
        }
    }

    // What of a context would harm whoever comes after it.
    private string? LeftMasked() => IrqsDisabled ? "interrupts off" : _preemptDisabled > 0 ? "preemption off" : _bottomHalvesDisabled > 0 ? "softirqs off" : null;

    private void Leave(ref int depth, string what)
    {
        if (depth == 0)
        {
            _context.Fail(ViolationKind.Discipline, $"CPU {Id} switches {what} on, which was not off");
        }

        depth--;
        TellMasks();
        EndReadSide();
    }

    // Interrupts off are a read-side section; in a handler of interrupts there is one anyway.
    private void SetInterrupts(bool off)
    {
        bool changes = off != _irqsOff && _kind < ContextKind.Hardirq;
        _irqsOff = off;
        TellMasks();
        if (changes && off)
        {
            BeginReadSide();
        }
        else if (changes)
        {
            EndReadSide();
        }
    }

    // For whoever reads the execution; nothing depends on it.
    private void TellMasks() => _context.Add(MaskNote.Of(_daifMasked, _irqsOff, _bottomHalvesDisabled > 0, _preemptDisabled > 0));

    private void MustNotBeAtomic(string what, bool mayBeReader)
    {
        if (IsAtomic || (_rcuDepth > 0 && !mayBeReader))
        {
            _context.Fail(ViolationKind.SleepingInAtomic, $"CPU {Id} {what}, where it must not sleep: {WhyAtomic()}");
        }
    }

    private string WhyAtomic() => _kind switch
    {
        ContextKind.Task when IrqsDisabled => "interrupts are off",
        ContextKind.Task when _held.Count > 0 && _preemptDisabled > 0 => $"it holds {_held[^1].ClassName}",
        ContextKind.Task when _preemptDisabled > 0 => "preemption is off",
        ContextKind.Task when _rcuDepth > 0 => "it is in an RCU read-side section",
        ContextKind.Task => "softirqs are off",
        ContextKind.Softirq => "it is in a softirq",
        ContextKind.Hardirq => "it is in an interrupt",
        _ => "it is in an NMI",
    };
}
