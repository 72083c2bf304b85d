using Racewalk.Programs;

namespace Racewalk.Machine;

/// <summary>
/// stop_machine (v6.12 kernel/stop_machine.c): a task of the highest priority on every CPU, the stopper, goes through the same states as all others, each when all have
/// reached the one before; in one of them interrupts are off everywhere and one CPU runs the function.
/// </summary>
/// <remarks>
/// stopper-&gt;lock and the wake queue are one word for each CPU that is written with release and read with acquire. Give each CPU its <see cref="Stopper"/>.
/// </remarks>
/// <param name="address">Where its words are, 6 and one for each CPU.</param>
/// <param name="cpus">How many CPUs there are.</param>
public sealed class StopMachine(ulong address, int cpus)
{
    private const ulong Prepare = 1;
    private const ulong DisableIrq = 2;
    private const ulong Run = 3;
    private const ulong Exit = 4;

    private readonly Spinlock _mutex = new(address, "stop_cpus_mutex") { IsMutex = true };

    private ulong State => address + 8;

    private ulong ThreadAck => address + 16;

    private ulong Todo => address + 24;

    private ulong Done => address + 32;

    private ulong Data => address + 40;

    /// <summary>What its words are called, in order.</summary>
    /// <param name="cpus">How many CPUs there are.</param>
    public static IEnumerable<string> Names(int cpus) =>
        ["stop_cpus_mutex", "msdata.state", "msdata.thread_ack", "done.nr_todo", "done.completion", "msdata.data", .. Enumerable.Range(0, cpus).Select(static c => $"stopper[{c}].works")];

    /// <summary>The stopper of a CPU (cpu_stopper_thread).</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="times">How often the CPUs will be stopped.</param>
    /// <param name="function">What the first CPU runs while all are stopped, and with what.</param>
    public CpuTask Stopper(int cpu, int times, Action<Cpu, Word> function) =>
        new(FormattableString.Invariant($"migration/{cpu}"), int.MaxValue, c =>
        {
            for (int i = 0; i < times; i++)
            {
                c.WaitForCompletion(Work(cpu));
                c.WriteOnce(Work(cpu), 0);

                // "cpu stop callbacks must not sleep".
                c.PreemptDisable();
                MultiCpuStop(c, cpu == 0 ? function : null);
                if (c.AtomicDecAndTest(Todo))
                {
                    c.Complete(Done);
                }

                c.PreemptEnable();
            }
        });

    /// <summary>stop_machine, on all CPUs.</summary>
    /// <param name="cpu">The CPU that stops them.</param>
    /// <param name="data">What the function is given.</param>
    public void Stop(Cpu cpu, Word data)
    {
        cpu.MutexLock(_mutex);
        cpu.WriteOnce(Done, 0);
        cpu.WriteOnce(Todo, (ulong)cpus);
        cpu.WriteOnce(Data, data);
        SetState(cpu, Prepare);

        // "Disable preemption while queueing to avoid getting preempted by a stopper".
        cpu.PreemptDisable();
        for (int target = 0; target < cpus; target++)
        {
            cpu.Complete(Work(target));
        }

        cpu.PreemptEnable();
        cpu.WaitForCompletion(Done);
        cpu.MutexUnlock(_mutex);
    }

    private ulong Work(int cpu) => address + 48 + ((ulong)cpu * 8);

    // multi_cpu_stop, called with interrupts on. Until the state changes it only reads.
    private void MultiCpuStop(Cpu cpu, Action<Cpu, Word>? function)
    {
        Word current = 0;
        while (current != Exit)
        {
            current = cpu.SmpCondLoadRelaxedNotEqual(State, current);
            if (current == DisableIrq)
            {
                cpu.LocalIrqDisable();
            }
            else if (current == Run)
            {
                function?.Invoke(cpu, cpu.ReadOnce(Data));
            }

            // ack_state: the last one moves on.
            if (cpu.AtomicDecAndTest(ThreadAck))
            {
                SetState(cpu, current + 1);
            }
        }

        cpu.LocalIrqEnable();
    }

    private void SetState(Cpu cpu, Word state)
    {
        cpu.AtomicSet(ThreadAck, (ulong)cpus);
        cpu.SmpWmb();
        cpu.WriteOnce(State, state);
    }
}
