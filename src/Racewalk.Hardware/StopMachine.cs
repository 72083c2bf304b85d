namespace Racewalk.Hardware;

/// <summary>
/// stop_machine (v6.12 kernel/stop_machine.c): all CPUs stop with interrupts off, one runs a function, all go on. The others stop at their next interrupt point, as threads have no
/// stopper task that would preempt them.
/// </summary>
/// <param name="state">The address of the word that says how far they are: 0, or 1 from the call until they may go on.</param>
/// <param name="ack">The address of the word that counts those that have stopped.</param>
/// <param name="mutex">stop_cpus_mutex: one at a time.</param>
/// <param name="function">What one CPU runs: it is told a number.</param>
public sealed class StopMachine(ulong state, ulong ack, Spinlock mutex, Action<Cpu, ulong> function)
{
    private readonly IpiFunction _stopper = new("multi_cpu_stop", cpu =>
    {
        cpu.AtomicInc(ack);
        cpu.SmpCondLoadRelaxedEqual(state, 0);
        cpu.AtomicDec(ack);
    })
    { HasCallData = false };

    /// <summary>Stops all CPUs, runs the function on this one, lets them go on.</summary>
    public void Stop(Cpu cpu, ulong argument)
    {
        cpu.MutexLock(mutex);
        cpu.WriteOnce(state, 1);
        cpu.StopOthers(_stopper, ack);
        cpu.LocalIrqDisable();
        function(cpu, argument);
        cpu.LocalIrqEnable();
        cpu.SmpStoreRelease(state, 0);
        cpu.SmpCondLoadRelaxedEqual(ack, 0);
        cpu.MutexUnlock(mutex);
    }
}
