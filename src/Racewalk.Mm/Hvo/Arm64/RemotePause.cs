namespace Racewalk.Mm.Hvo.Arm64;

/// <summary>Strategy D's pause of all other CPUs by an interrupt (Yu Zhao, 20241021042218.746659, v1, and 20241107202033.2721681, v2, not merged; arch/arm64/kernel/smp.c).</summary>
public abstract class RemotePause
{
    /// <summary>What the interrupt runs.</summary>
    public abstract IpiFunction Function { get; }

    /// <summary>Pauses the others.</summary>
    public abstract void Pause(Cpu cpu);

    /// <summary>Lets them go on.</summary>
    public abstract void Resume(Cpu cpu);
}

/// <summary>Strategy D: break and make while all other CPUs are paused.</summary>
/// <param name="vmemmap">The memmap.</param>
/// <param name="pause">How they are paused.</param>
public sealed class PauseUpdate(Vmemmap vmemmap, RemotePause pause) : VmemmapUpdate(vmemmap)
{
    /// <inheritdoc/>
    public override void Update(Cpu cpu, IReadOnlyList<EntryUpdate> entries, Action<Cpu>? between = null)
    {
        pause.Pause(cpu);
        Break(cpu, entries);
        between?.Invoke(cpu);
        Make(cpu, entries);
        pause.Resume(cpu);
    }
}
