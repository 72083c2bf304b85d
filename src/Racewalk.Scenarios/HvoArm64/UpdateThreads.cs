using Racewalk.Machine;
using Racewalk.Mm.Hvo.Arm64;
using Racewalk.Programs;

namespace Racewalk.Scenarios.HvoArm64;

/// <summary>Who runs where in hvo-arm64/update: the writer on CPU 0, the other on CPU 1 or on the writer's CPU.</summary>
internal sealed class UpdateThreads
{
    /// <summary>Shown as 1: the entries have been changed.</summary>
    internal const string Updated = "updated";

    private readonly string _context;
    private readonly VmemmapUpdate _update;
    private readonly UpdateWorld _world;
    private readonly Action<Cpu> _access;
    private readonly IReadOnlyList<EntryUpdate>[] _own;
    private readonly IReadOnlyList<EntryUpdate>[] _others;

    private UpdateThreads(string context, VmemmapUpdate update, UpdateWorld world, Action<Cpu> access)
    {
        (_context, _update, _world, _access) = (context, update, world, access);
        IReadOnlyList<EntryUpdate> entry = [world.Entry];
        IReadOnlyList<EntryUpdate> table = [world.Table];
        IReadOnlyList<EntryUpdate> both = [world.Table, world.Entry];
        _own = !world.IsBlock || update is EqualContentsUpdate ? [entry]
            : update is StopMachineUpdate ? [both]
            : [table, entry];
        _others = [[world.OtherEntry]];
    }

    /// <summary>The threads.</summary>
    internal static IReadOnlyList<(string Name, ThreadBody Body)> Of(
        CheckedMachine machine, string context, VmemmapUpdate update, StopMachine stop, UpdateWorld world, Action<Cpu> access)
    {
        var threads = new UpdateThreads(context, update, world, access);
        Func<int, CpuTask[]> stoppers = threads.Stoppers(stop);
        CpuTask writer = new(UpdateStepTable.Writer, 1, threads.Write);
        Action<Cpu>? other = threads.Other();
        if (world.Cpus == 1)
        {
            CpuTask[] preempting = other is null ? [] : [new CpuTask(UpdateStepTable.Other, 2, other) { IsWokenAtAnyTime = true }];
            return [(UpdateStepTable.Writer, Body(machine, [writer, .. preempting, .. stoppers(0)]))];
        }

        return
        [
            (UpdateStepTable.Writer, Body(machine, [writer, .. stoppers(0)])),
            (UpdateStepTable.Other, Body(machine, [new CpuTask(UpdateStepTable.Other, 1, other ?? (static _ => { })), .. stoppers(1)])),
        ];
    }

    private static ThreadBody Body(CheckedMachine machine, CpuTask[] tasks) => tasks.Length == 1 ? machine.Task(tasks[0].Body) : machine.Tasks(tasks);

    private void Write(Cpu cpu)
    {
        bool isAwaited = _context == "lock-waiter";
        if (isAwaited)
        {
            cpu.SpinLock(_world.Outer);
        }

        if (_world.IsBlock && _update is EqualContentsUpdate inPlace)
        {
            cpu.Step(UpdateSteps.CheckBbml2);
            inPlace.Split(cpu, [_world.Table]);
        }

        Update(cpu, _own);
        if (isAwaited)
        {
            cpu.SpinUnlock(_world.Outer);
        }
    }

    private void Update(Cpu cpu, IReadOnlyList<EntryUpdate>[] batches)
    {
        foreach (IReadOnlyList<EntryUpdate> batch in batches)
        {
            _update.Update(cpu, batch, Between());
        }

        cpu.Observe(Updated, 1);
    }

    private Action<Cpu>? Between() => _context == "self" ? _access : null;

    private Action<Cpu>? Other() => _context switch
    {
        "task" or "task-hardirq" or "store" => _access,
        "irqs-off" => cpu =>
        {
            cpu.LocalIrqSave();
            _access(cpu);
            cpu.BugOn(!cpu.IrqsDisabled, "interrupts are on in a section that had switched them off");
            cpu.LocalIrqRestore();
        }
        ,
        "lock-waiter" => cpu =>
        {
            cpu.SpinLockIrqSave(_world.Outer);
            cpu.SpinUnlockIrqRestore(_world.Outer);
        }
        ,
        "writer" => cpu => Update(cpu, _others),
        _ => null,
    };

    // One for each CPU, with strategy B; an update stops the machine once, whatever it changes (Catalin Marinas's suggestion).
    private Func<int, CpuTask[]> Stoppers(StopMachine stop)
    {
        if (_update is not StopMachineUpdate update)
        {
            return static _ => [];
        }

        IReadOnlyList<EntryUpdate>[] all = [.. _own, .. _context == "writer" ? _others : []];
        foreach (IReadOnlyList<EntryUpdate> batch in all)
        {
            update.Add(batch);
        }

        return cpu => [stop.Stopper(cpu, all.Length, (c, batch) => update.WhileStopped(c, batch, Between()))];
    }
}
