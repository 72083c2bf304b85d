using System.Runtime.CompilerServices;

namespace Racewalk.Hardware;

/// <content>
/// Interrupts, preemption and RCU's read-side sections. Threads are preempted by the operating system at any time, so "off" says what others may rely on: no interrupt of
/// another CPU is taken, no grace period ends.
/// </content>
public sealed unsafe partial class Cpu
{
    private int _irqsOff;
    private int _preemptOff;
    private int _rcuDepth;

    // How many of the above keep a grace period from ending.
    private int _sections;

    /// <summary>Whether interrupts are off.</summary>
    public bool IrqsDisabled => _irqsOff > 0;

    /// <summary>local_irq_save.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void LocalIrqSave()
    {
        if (_irqsOff++ == 0)
        {
            EnterSection();
        }
    }

    /// <summary>local_irq_restore: takes what has come meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void LocalIrqRestore()
    {
        if (--_irqsOff == 0)
        {
            LeaveSection();
            Poll();
        }
    }

    /// <summary>local_irq_disable.</summary>
    public void LocalIrqDisable()
    {
        if (_irqsOff == 0)
        {
            LocalIrqSave();
        }
    }

    /// <summary>local_irq_enable, whatever they were before.</summary>
    public void LocalIrqEnable()
    {
        if (_irqsOff > 0)
        {
            _irqsOff = 1;
            LocalIrqRestore();
        }
    }

    /// <summary>preempt_disable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PreemptDisable()
    {
        _preemptOff++;
        EnterSection();
    }

    /// <summary>preempt_enable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PreemptEnable()
    {
        _preemptOff--;
        LeaveSection();
    }

    /// <summary>rcu_read_lock.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RcuReadLock()
    {
        _rcuDepth++;
        EnterSection();
    }

    /// <summary>rcu_read_unlock.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RcuReadUnlock()
    {
        _rcuDepth--;
        LeaveSection();
    }

    /// <summary>Whether the CPU could not sleep here.</summary>
    public bool IsAtomic => _irqsOff > 0 || _preemptOff > 0;

    /// <summary>An interrupt point: takes interrupts that have come. Loops of user code and of the harness call it, as they would return to user mode.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Poll()
    {
        if (Volatile.Read(ref *_pending) != 0 && _irqsOff == 0)
        {
            HandleInterrupts();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EnterSection()
    {
        if (_sections++ == 0)
        {
            Volatile.Write(ref *_readSide, *_readSide + 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void LeaveSection()
    {
        if (--_sections == 0)
        {
            Volatile.Write(ref *_readSide, *_readSide + 1);
        }
    }

    /// <summary>
    /// Forgets the sections and queues that a task has left behind which failed or was stopped. What is in memory, locks among it, is the caller's. No other CPU waits for this one any more:
    /// interrupts that have come are taken.
    /// </summary>
    public void Abandon()
    {
        (_irqsOff, _preemptOff, _rcuDepth, _queued, _sender) = (0, 0, 0, 0, 0);
        if (_sections > 0)
        {
            _sections = 1;
            LeaveSection();
        }

        Poll();
    }

    /// <summary>Ends a task: nothing may be left behind.</summary>
    /// <exception cref="BrokenRuleException">Something is.</exception>
    internal void Finish()
    {
        if (_sections != 0)
        {
            Fail($"the task ends with interrupts off {_irqsOff}, preemption off {_preemptOff}, RCU sections {_rcuDepth}");
        }
    }
}
