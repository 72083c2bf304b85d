using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Machine.Contexts;

/// <summary>
/// The contexts of one CPU, shuffled into its one program order: tasks that the scheduler switches between, and what interrupts them. Who comes when is a choice
/// (blueprint, section 4); the choices are events, so a handler's place is part of an execution's identity.
/// </summary>
/// <remarks>
/// Contexts lie on the C# stack while they can: who preempts or interrupts runs on top. To go on with one further down, those above it are left, and run again
/// from their start when their turn comes (<see cref="ContextRun"/>).
/// </remarks>
internal sealed partial class CpuContexts
{
    private readonly CheckedMachine _machine;
    private readonly ThreadContext _cpu;
    private readonly List<ContextRun> _stack = [];
    private readonly ContextRun[] _tasks;
    private readonly List<InterruptSource> _untaken;
    private ContextRun? _leavingFor;
    private bool _hasEnded;

    private CpuContexts(CheckedMachine machine, ThreadContext cpu, IReadOnlyList<CpuTask> tasks, IEnumerable<InterruptSource> sources)
    {
        _machine = machine;
        _cpu = cpu;
        _tasks = [.. tasks.Select(t => new ContextRun(this, t.Name, ContextKind.Task, t.Priority, t.Body) { State = t.IsWokenAtAnyTime ? TaskState.Unwoken : TaskState.Ready })];
        _untaken = [.. sources];
    }

    /// <summary>Whether the contexts above one that is gone back to, or all, are on their way out.</summary>
    internal bool IsLeaving => _hasEnded || _leavingFor is not null;

    /// <summary>Runs all contexts of a CPU to their ends.</summary>
    internal static void Run(CheckedMachine machine, ThreadContext cpu, IReadOnlyList<CpuTask> tasks)
    {
        var contexts = new CpuContexts(machine, cpu, tasks, machine.Interrupts.Where(i => (i.Cpus >> cpu.Thread & 1) != 0));
        while (!contexts._hasEnded && contexts.PickNext(null) is { } next)
        {
            contexts.RunOnTop(next);
        }

        cpu.Unwind();
    }

    /// <summary>Runs the handler of an inter-processor interrupt, which others may interrupt.</summary>
    internal static void RunHandler(CheckedMachine machine, ThreadContext cpu, IpiFunction function, ContextKind kind)
    {
        var contexts = new CpuContexts(machine, cpu, [], machine.Interrupts.Where(i => (i.Cpus >> cpu.Thread & 1) != 0 && i.Kind > kind));
        contexts.RunOnTop(new ContextRun(contexts, function.Name, kind, 0, c => c.HandleCall(function)) { Sender = cpu.Argument });
        cpu.Unwind();
    }

    /// <summary>The lowest priority of the other tasks that could keep one from running; null if none could.</summary>
    internal int? LowestRival(ContextRun run) => _tasks.Where(t => t != run && t.State != TaskState.Finished && t.Priority >= run.Priority)
        .Select(static t => (int?)t.Priority).Min();

    /// <summary>Makes an operation of a context, after whatever comes before it.</summary>
    /// <returns>False if the context is left.</returns>
    internal bool TryPerform(ContextRun run, Operation operation, List<Note> notes, out ulong value, out int ordinal)
    {
        (value, ordinal) = (0, -1);
        if (IsEvent(operation.Kind) && !TryPass(run, masked: null))
        {
            return false;
        }

        return TryForward(run, operation, notes, out value, out ordinal);
    }

    /// <summary>A context has ended.</summary>
    internal void Finish(ReadSet control, IReadOnlyList<Note> notes)
    {
        JoinControl(control);
        foreach (Note note in notes)
        {
            _cpu.Add(note);
        }
    }

    /// <summary>The context that a context interrupts and that holds a lock; null if there is none.</summary>
    internal ContextRun? HolderBelow(ContextRun run, Spinlock spinlock)
    {
        for (int i = _stack.IndexOf(run); i > 0 && _stack[i].Kind != ContextKind.Task; i--)
        {
            if (_stack[i - 1].Cpu!.Holds(spinlock))
            {
                return _stack[i - 1];
            }
        }

        return null;
    }

    // What comes between two operations of a context depends on what the context has branched on: the CPU came here by it.
    private void JoinControl(ReadSet control) => _cpu.Concretise(new Word(0, control));

    private static bool IsEvent(OperationKind kind) => kind is OperationKind.Read or OperationKind.Rmw or OperationKind.Write or OperationKind.Fence
        or OperationKind.Send or OperationKind.Fault or OperationKind.Invalidate;

    private bool TryForward(ContextRun run, Operation operation, List<Note> notes, out ulong value, out int ordinal)
    {
        // Loops of two contexts may have one name.
        for (int i = 0; i < notes.Count && (_stack.Count > 1 || _tasks.Length > 1); i++)
        {
            notes[i] = notes[i] is LoopNote loop ? new LoopNote($"{loop.Name} of {run.Name}") : notes[i];
        }

        if (!_cpu.TryForward(operation, notes, out value, out ordinal))
        {
            _hasEnded = true;
            return false;
        }

        run.HasMoved |= IsEvent(operation.Kind);
        WakeBy(in operation, value, ordinal);
        return true;
    }

    /// <summary>Runs a context above the one that runs, until it ends or is left.</summary>
    private void RunOnTop(ContextRun run)
    {
        bool isInterrupt = run.Kind != ContextKind.Task;
        _stack.Add(run);
        run.HasMoved = false;
        if (run.Sender < 0)
        {
            Enter(run, isInterrupt);
        }

        run.Run(_machine, _cpu.Thread);
        _stack.RemoveAt(_stack.Count - 1);
        _hasEnded |= _cpu.IsUnwinding;
        if (isInterrupt && run.Sender < 0 && !_hasEnded)
        {
            // The return from an exception synchronises context (Arm ARM, ERET, FEAT_ExS apart).
            _cpu.Fence(FenceKind.ContextSync);
            if (_stack.Count > 0)
            {
                _cpu.Add(new ContextNote(_stack[^1].Name));
            }
        }
    }

    // The entry to an exception synchronises context; a switch between tasks is a full barrier besides (__switch_to, v6.12 arch/arm64/kernel/process.c; smp_mb__after_spinlock in __schedule, kernel/sched/core.c).
    private void Enter(ContextRun run, bool isInterrupt)
    {
        if (!isInterrupt && _hasRunTask)
        {
            _machine.Architecture.Lowering.TaskSwitch(_cpu);
        }

        _hasRunTask |= !isInterrupt;

        if (isInterrupt || _tasks.Length > 1)
        {
            _cpu.Add(new ContextNote(run.Name));
        }

        if (isInterrupt)
        {
            _cpu.Fence(FenceKind.ContextSync);
        }
    }
}
