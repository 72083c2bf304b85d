using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Machine;

/// <content>
/// Inter-processor interrupts (v6.12 kernel/smp.c). One word per pair of CPUs stands for the call data and for the queue it is put on: 1 from
/// the enqueueing to the end of the function. The enqueueing is llist_add, whose cmpxchg is fully ordered; the handler takes the
/// queue with llist_del_all, whose xchg is. Through these two, not through the interrupt itself, the sender's accesses are seen by the target.
/// </content>
public sealed partial class Cpu
{
    /// <summary>smp_call_function_many(mask, func, wait=1): every CPU of the mask but this one runs the function; returns when all have.</summary>
    public void SmpCallFunctionMany(ulong targets, IpiFunction function)
    {
        SendCalls(targets & OtherCpus, function);
        WaitForCalls(targets & OtherCpus);
    }

    /// <summary>smp_call_function(func, wait=1): all other CPUs.</summary>
    public void SmpCallFunction(IpiFunction function) => SmpCallFunctionMany(OtherCpus, function);

    private void SendCalls(ulong targets, IpiFunction function)
    {
        if (IrqsDisabled)
        {
            _context.Fail(
                ViolationKind.IpiWaitWithInterruptsOff, $"CPU {Id} waits for other CPUs to run {function.Name} with its own interrupts off");
        }

        int handler = _machine.Handler(function);
        for (int target = 0; target < _machine.Cpus; target++)
        {
            if ((targets >> target & 1) != 0)
            {
                SwitchPoint();
                _lowering.Rmw(_context, RmwKind.Exchange, _machine.CallData(Id, target), CallPending, 0, MemoryOrder.Full);
                _context.Send(target, handler);
            }
        }
    }

    private void WaitForCalls(ulong targets)
    {
        for (int target = 0; target < _machine.Cpus; target++)
        {
            if ((targets >> target & 1) != 0)
            {
                WaitFor(_machine.CallData(Id, target), AwaitKind.Equal, 0, ulong.MaxValue, isAcquire: true, CsdLockWait, CsdLockWait, forCpu: target);
            }
        }
    }

    /// <summary>
    /// Sends an interrupt that carries nothing (gic_ipi_send_mask, v6.12 drivers/irqchip/irq-gic-v3.c: what was stored before is visible first, by a
    /// dsb ishst; elsewhere by a full barrier).
    /// </summary>
    /// <param name="targets">The CPUs, as a mask; never this one.</param>
    /// <param name="function">What they run: a function that has no call data.</param>
    /// <exception cref="ArgumentException">The function waits for call data.</exception>
    public void SendIpi(ulong targets, IpiFunction function)
    {
        if (function.HasCallData)
        {
            throw new ArgumentException($"{function.Name} is called by smp_call_function", nameof(function));
        }

        _lowering.BeforeIpi(_context);
        for (int target = 0; target < _machine.Cpus; target++)
        {
            if (((targets & OtherCpus) >> target & 1) != 0)
            {
                SwitchPoint();
                _context.Send(target, _machine.Handler(function));
            }
        }
    }

    /// <summary>The interrupt: __flush_smp_call_function_queue of one call, or a function without call data.</summary>
    internal void HandleCall(IpiFunction function)
    {
        ulong callData = _machine.CallData(_context.Argument, Id);
        if (function.HasCallData)
        {
            _context.Await(callData, AwaitKind.Equal, CallPending);
            _lowering.Mb(_context);
        }

        BeginReadSide();
        function.Body(this);
        FinishInterrupt(function.Name);
        if (function.HasCallData)
        {
            _lowering.StoreRelease(_context, callData, 0);
        }

        EndReadSide();
        ReturnFromException();
    }

    // It synchronises context (Arm ARM, ERET, FEAT_ExS apart; Power's rfid). Without walks nothing could tell: the send and the poll order the accesses.
    private void ReturnFromException()
    {
        if (_machine.AddressSpaces.Count > 0 && _machine.Architecture.Flush is TlbFlush.BroadcastArm64 or TlbFlush.BroadcastRadix or TlbFlush.HashTable)
        {
            _context.Fence(FenceKind.ContextSync);
        }
    }

    private const ulong CallPending = 1;
    private const string CsdLockWait = "csd_lock_wait";
}
