using Racewalk.Hardware;
using Racewalk.Mm.Hvo;
using Racewalk.Mm.Hvo.Arm64;
using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Hvo;

/// <summary>How live entries of the memmap are changed.</summary>
public enum HvoStrategy
{
    /// <summary>In place, flushed behind: x86, and all architectures that have HVO.</summary>
    InPlace,

    /// <summary>A: break-before-make under init_mm.page_table_lock, and a fault handler that waits for it.</summary>
    FaultHandler,

    /// <summary>A': the same under a lock of its own, with interrupts off.</summary>
    OwnLock,

    /// <summary>B: break-before-make in stop_machine.</summary>
    StopMachine,

    /// <summary>C: read-only, equal contents, then another page: no entry is ever invalid.</summary>
    EqualContents,

    /// <summary>D, v1: break-before-make while the other CPUs are paused, by two masks.</summary>
    PauseByMasks,

    /// <summary>D, v2: the same by a flag and a counter.</summary>
    PauseByCounter,
}

/// <summary>The memory manager's strategies, on a world's memory.</summary>
internal static class HvoStrategies
{
    /// <summary>The strategy; null for in place.</summary>
    /// <param name="strategy">Which.</param>
    /// <param name="vmemmap">The memmap.</param>
    /// <param name="layout">Where its words can lie.</param>
    /// <param name="cpus">How many CPUs there are.</param>
    internal static VmemmapUpdate? Create(HvoStrategy strategy, Vmemmap vmemmap, WorldLayout layout, int cpus) => strategy switch
    {
        HvoStrategy.FaultHandler => new FaultHandlerUpdate(vmemmap, vmemmap.PageTableLock, LockForm.Plain, LockForm.Plain),
        HvoStrategy.OwnLock => new FaultHandlerUpdate(vmemmap, Lock(layout, "vmemmap_lock"), LockForm.IrqSave, LockForm.IrqSave),
        HvoStrategy.StopMachine => Stopping(vmemmap, layout),
        HvoStrategy.EqualContents => new EqualContentsUpdate(vmemmap),
        HvoStrategy.PauseByMasks => new PauseUpdate(vmemmap, new PauseByMasks(layout.KernelWord(), AllResumed(layout, cpus), Lock(layout, "cpu_pause_lock"), isNmi: true)),
        HvoStrategy.PauseByCounter => new PauseUpdate(vmemmap, new PauseByCounter(layout.KernelWord(), layout.KernelWord(), Lock(layout, "cpu_pause_lock"), cpus, isNmi: true)),
        _ => null,
    };

    private static StopMachineUpdate Stopping(Vmemmap vmemmap, WorldLayout layout)
    {
        StopMachineUpdate? update = null;
        var stop = new StopMachine(layout.KernelWord(), layout.KernelWord(), Lock(layout, "stop_cpus_mutex"), (cpu, batch) => update!.WhileStopped(cpu, batch));
        update = new StopMachineUpdate(vmemmap, stop);
        return update;
    }

    private static ulong AllResumed(WorldLayout layout, int cpus)
    {
        ulong address = layout.KernelWord();
        using var processors = new Processors(new ProcessorOptions(1));
        processors.Run(cpu => cpu.WriteOnce(address, ulong.MaxValue >> (64 - cpus)));
        return address;
    }

    private static Spinlock Lock(WorldLayout layout, string name) => new(layout.KernelWord(), name);
}
