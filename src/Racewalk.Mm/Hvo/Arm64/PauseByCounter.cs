namespace Racewalk.Mm.Hvo.Arm64;

/// <summary>Strategy D, v2: a flag, and a counter of those that have seen it. Interrupts are off on the CPU that pauses.</summary>
/// <param name="flag">Where the flag is.</param>
/// <param name="counter">Where the counter is.</param>
/// <param name="pauseLock">The raw spinlock around each half.</param>
/// <param name="cpus">How many CPUs there are.</param>
/// <param name="isNmi">Whether the interrupt is a pseudo-NMI.</param>
public sealed class PauseByCounter(ulong flag, ulong counter, Spinlock pauseLock, int cpus, bool isNmi) : RemotePause
{
    /// <inheritdoc/>
    public override IpiFunction Function { get; } = new("IPI_CPU_STOP", cpu =>
    {
        cpu.Step(UpdateSteps.Paused);
        cpu.AtomicInc(counter);
        cpu.Step(UpdateSteps.PausedSpin);
        cpu.SmpCondLoadRelaxedEqual(flag, 0);
        cpu.AtomicDec(counter);
    })
    { HasCallData = false, IsNmi = isNmi };

    /// <inheritdoc/>
    public override void Pause(Cpu cpu)
    {
        if (cpu.Step(UpdateSteps.IrqOff))
        {
            cpu.LocalIrqDisable();
        }
        else
        {
            cpu.PreemptDisable();
        }

        cpu.SpinLock(pauseLock);
        cpu.Step(UpdateSteps.PauseIpi);
        cpu.WriteOnce(flag, 1);
        cpu.SendIpi(cpu.OtherCpus, Function);
        if (cpu.Step(UpdateSteps.PauseWait))
        {
            cpu.SmpCondLoadRelaxedEqual(counter, (ulong)(cpus - 1));
        }

        cpu.SpinUnlock(pauseLock);
    }

    /// <inheritdoc/>
    public override void Resume(Cpu cpu)
    {
        cpu.SpinLock(pauseLock);
        cpu.Step(UpdateSteps.Resume);
        cpu.WriteOnce(flag, 0);
        cpu.Step(UpdateSteps.ResumeWait);
        cpu.SmpCondLoadRelaxedEqual(counter, 0);
        cpu.SpinUnlock(pauseLock);
        if (cpu.Has(UpdateSteps.IrqOff))
        {
            cpu.LocalIrqEnable();
        }
        else
        {
            cpu.PreemptEnable();
        }
    }
}
