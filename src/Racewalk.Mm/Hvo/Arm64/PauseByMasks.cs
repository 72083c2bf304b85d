namespace Racewalk.Mm.Hvo.Arm64;

/// <summary>Strategy D, v1: a mask of those that have stopped and a mask of those that may go on. Preemption is off on the CPU that pauses, interrupts are on.</summary>
/// <param name="pausedMask">Where the mask of those that have stopped is.</param>
/// <param name="resumedMask">Where the mask of those that may go on is: all bits set from the last time.</param>
/// <param name="pauseLock">The lock around each half: a spinlock_t.</param>
/// <param name="isNmi">Whether the interrupt is a pseudo-NMI.</param>
public sealed class PauseByMasks(ulong pausedMask, ulong resumedMask, Spinlock pauseLock, bool isNmi) : RemotePause
{
    /// <inheritdoc/>
    public override IpiFunction Function { get; } = new("IPI_CPU_PAUSE", cpu =>
    {
        ulong own = 1UL << cpu.Id;
        cpu.AtomicAnd(resumedMask, ~own);
        if (cpu.Step(UpdateSteps.PausedWmb))
        {
            cpu.SmpWmb();
        }

        cpu.Step(UpdateSteps.Paused);
        cpu.AtomicOr(pausedMask, own);
        cpu.Step(UpdateSteps.PausedSpin);
        cpu.SmpCondLoadRelaxedEqual(resumedMask, own, own);
        if (cpu.Step(UpdateSteps.PausedMb))
        {
            cpu.SmpMb();
        }

        cpu.AtomicAnd(pausedMask, ~own);
    })
    { HasCallData = false, IsNmi = isNmi };

    /// <inheritdoc/>
    public override void Pause(Cpu cpu)
    {
        cpu.PreemptDisable();
        cpu.SpinLock(pauseLock);
        cpu.Step(UpdateSteps.PauseIpi);
        cpu.SendIpi(cpu.OtherCpus, Function);
        if (cpu.Step(UpdateSteps.PauseWait))
        {
            cpu.SmpCondLoadRelaxedEqual(pausedMask, cpu.OtherCpus);
        }

        if (cpu.Step(UpdateSteps.PauseRmb))
        {
            cpu.SmpRmb();
        }

        cpu.BugOn((cpu.ReadOnce(resumedMask) & cpu.OtherCpus) != 0, "a CPU that is paused may go on already (WARN_ON_ONCE)");
        cpu.SpinUnlock(pauseLock);
    }

    /// <inheritdoc/>
    public override void Resume(Cpu cpu)
    {
        cpu.SpinLock(pauseLock);
        cpu.Step(UpdateSteps.Resume);
        cpu.AtomicOr(resumedMask, cpu.OtherCpus);
        cpu.Step(UpdateSteps.ResumeWait);
        cpu.SmpCondLoadRelaxedEqual(pausedMask, 0);
        cpu.SpinUnlock(pauseLock);
        cpu.PreemptEnable();
    }
}
