using System.Numerics;
using System.Runtime.CompilerServices;

namespace Racewalk.Hardware;

/// <content>
/// Inter-processor interrupts (v6.12 kernel/smp.c) as a handshake: the sender marks itself in the target's word of pending calls, the target runs the function at its next interrupt
/// point with interrupts on. Who has no thread runs nothing that could be interrupted: the sender runs the function in its place.
/// </content>
public sealed partial class Cpu
{
    private const int SentShift = Processors.MostCpus;

    private int _sender;

    /// <summary>smp_call_function_many(mask, func, wait=1): every CPU of the mask but this one runs the function; returns when all have.</summary>
    /// <exception cref="BrokenRuleException">Interrupts are off here: two CPUs that do that wait for each other.</exception>
    public void SmpCallFunctionMany(ulong targets, IpiFunction function)
    {
        targets &= OtherCpus;
        if (IrqsDisabled)
        {
            Fail($"waits for other CPUs to run {function.Name} with its own interrupts off");
        }

        if (targets == 0)
        {
            return;
        }

        // One call at a time: a handler that the wait lets in must not call, as in the kernel.
        _machine.Calls[Id] = function;
        Volatile.Write(ref _state.Outstanding, (ulong)BitOperations.PopCount(targets));
        Mark(targets, 1UL << Id);
        int spins = 0;
        long since = 0;
        while (Volatile.Read(ref _state.Outstanding) != 0)
        {
            ServeParked(targets);
            Relax(ref spins, ref since, function.Name);
        }
    }

    /// <summary>smp_call_function(func, wait=1): all other CPUs.</summary>
    public void SmpCallFunction(IpiFunction function) => SmpCallFunctionMany(OtherCpus, function);

    /// <summary>An interrupt that carries nothing: nobody waits for it here.</summary>
    public void SendIpi(ulong targets, IpiFunction function)
    {
        targets &= OtherCpus;
        _machine.Sent[Id] = function;
        Mark(targets, 1UL << (Id + SentShift));
    }

    /// <summary>Interrupts all others and waits until each has counted itself.</summary>
    internal void StopOthers(IpiFunction stopper, ulong ack)
    {
        SendIpi(OtherCpus, stopper);
        ulong others = (ulong)BitOperations.PopCount(OtherCpus);
        SmpCondLoadRelaxedEqual(ack, others);
    }

    /// <summary>Takes the interrupts of this CPU if no thread runs on it.</summary>
    internal void ServeIfParked()
    {
        if (Volatile.Read(ref _state.Pending) != 0
            && Interlocked.CompareExchange(ref _state.Activity, CpuState.Served, CpuState.Parked) == CpuState.Parked)
        {
            try
            {
                HandleInterrupts();
            }
            finally
            {
                Volatile.Write(ref _state.Activity, CpuState.Parked);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void HandleInterrupts()
    {
        ulong senders = Interlocked.Exchange(ref _state.Pending, 0);
        LocalIrqSave();
        int outer = _sender;
        for (ulong rest = senders; rest != 0; rest &= rest - 1)
        {
            int bit = BitOperations.TrailingZeroCount(rest);
            bool isCall = bit < SentShift;
            _sender = isCall ? bit : bit - SentShift;
            (isCall ? _machine.Calls : _machine.Sent)[_sender].Body(this);
            if (isCall)
            {
                Interlocked.Decrement(ref _machine.StateOf(_sender).Outstanding);
            }
        }

        _sender = outer;
        LocalIrqRestore();
    }

    private void Mark(ulong targets, ulong bit)
    {
        for (ulong rest = targets; rest != 0; rest &= rest - 1)
        {
            Interlocked.Or(ref _machine.StateOf(BitOperations.TrailingZeroCount(rest)).Pending, bit);
        }
    }

    private void ServeParked(ulong targets)
    {
        for (ulong rest = targets; rest != 0; rest &= rest - 1)
        {
            _machine.CpuOf(BitOperations.TrailingZeroCount(rest)).ServeIfParked();
        }
    }
}
