using Racewalk.Programs;

namespace Racewalk.Machine.Contexts;

/// <summary>
/// One context of a CPU with what it has done so far. Its operations are made in the CPU's one program order; it can be left at any of them, and goes on later by
/// being run again from its start with what its operations returned (a context is a function of that).
/// </summary>
internal sealed class ContextRun : IOperationSink
{
    private readonly CpuContexts _cpu;
    private readonly Action<Cpu> _body;
    private readonly List<(OperationKind Kind, ulong Value)> _done = [];
    private readonly List<int> _ordinals = [];
    private int _replayed;
    private ThreadContext? _context;

    /// <summary>A context that has not begun.</summary>
    internal ContextRun(CpuContexts cpu, string name, ContextKind kind, int priority, Action<Cpu> body)
    {
        _cpu = cpu;
        _body = body;
        (Name, Kind, Priority) = (name, kind, priority);
    }

    internal string Name { get; }

    internal ContextKind Kind { get; }

    /// <summary>Of a task; without what it inherits.</summary>
    internal int Priority { get; }

    /// <summary>The CPU as the context sees it, in its present or last run; null before the first.</summary>
    internal Cpu? Cpu { get; private set; }

    /// <summary>Of the handler of an interrupt that a CPU sent: which; otherwise -1. The explorer has begun such a context itself.</summary>
    internal int Sender { get; init; } = -1;

    internal TaskState State { get; set; } = TaskState.Ready;

    /// <summary>While the task sleeps: what for.</summary>
    internal WaitCondition Awaited { get; set; }

    /// <summary>While the task spins, what for; null while it does anything else.</summary>
    internal WaitCondition? SpinsFor { get; set; }

    /// <summary>While the task sleeps on a lock: which.</summary>
    internal Spinlock? AwaitedLock { get; set; }

    /// <summary>Whether it has done anything since it was last given the CPU.</summary>
    internal bool HasMoved { get; set; }

    /// <summary>What it has branched on so far, in the CPU's ordinals.</summary>
    internal ReadSet Control => Map(_context!.Control);

    /// <summary>Whether the run that is under way is still told what it was told before.</summary>
    internal bool IsReplaying => _replayed < _done.Count;

    /// <summary>Runs the context, or goes on with it; returns when it ends, when it is left, or when nothing more is known.</summary>
    internal void Run(CheckedMachine machine, int thread)
    {
        _replayed = 0;
        _context = new ThreadContext(this, thread, Sender);
        _context.Run(c =>
        {
            Cpu = new Cpu(machine, c, this, _cpu);
            if (Sender >= 0)
            {
                _body(Cpu);
                return;
            }

            Cpu.Begin();
            _body(Cpu);
            Cpu.Finish();
        });
    }

    /// <summary>Notes that the context sleeps, or that it is told that it has slept.</summary>
    /// <returns>Whether it may go on.</returns>
    internal bool TrySleep(WaitCondition condition, Spinlock? spinlock)
    {
        bool isLive = !IsReplaying;
        TryReplay(OperationKind.Blocked, out _);
        return !isLive || _cpu.TrySleep(this, condition, spinlock);
    }

    /// <summary>The context masks something here.</summary>
    /// <param name="masked">The highest kind of interrupt that it masks from here on; a task's for preemption alone.</param>
    /// <returns>Whether it may go on.</returns>
    internal bool TryPassMask(ContextKind masked)
    {
        if (!IsReplaying && !_cpu.TryPassMask(this, masked))
        {
            return false;
        }

        TryReplay(OperationKind.Poll, out _);
        return true;
    }

    /// <summary>What the CPU's state was when the context came here first: when it is run again that state is another.</summary>
    internal bool Recall(bool now)
    {
        TryReplay(OperationKind.Choice, out ulong value, now ? 1UL : 0);
        return value != 0;
    }

    bool IOperationSink.TryPerform(in Operation operation, List<Note> notes, out ulong value)
    {
        value = 0;
        if (_cpu.IsLeaving)
        {
            return false;
        }

        if (operation.Kind != OperationKind.End && IsReplaying)
        {
            return TryReplay(operation.Kind, out value);
        }

        Operation mapped = operation;
        mapped.AddressReads = Map(operation.AddressReads);
        mapped.DataReads = Map(operation.DataReads);
        mapped.ControlReads = Map(operation.ControlReads);
        mapped.WaitReads = default;
        if (operation.Kind == OperationKind.End)
        {
            State = TaskState.Finished;
            _cpu.Finish(mapped.ControlReads, notes);
            return true;
        }

        if (!_cpu.TryPerform(this, mapped, notes, out value, out int ordinal))
        {
            return false;
        }

        if (operation.Kind is OperationKind.Read or OperationKind.Rmw)
        {
            _ordinals.Add(ordinal);
        }

        TryReplay(operation.Kind, out value, value);
        return true;
    }

    // Takes the next record; makes it, where there is none.
    private bool TryReplay(OperationKind kind, out ulong value, ulong made = 0)
    {
        if (_replayed == _done.Count)
        {
            _done.Add((kind, made));
        }

        (OperationKind known, value) = _done[_replayed++];
        return known == kind
            ? true
            : throw new NondeterministicThreadException($"{Name}, run again with the same values read, asked for {kind} where it had asked for {known}");
    }

    private ReadSet Map(ReadSet reads)
    {
        if (reads.IsEmpty)
        {
            return reads;
        }

        ReadSet mapped = default;
        for (int i = 0; i < Math.Min(_ordinals.Count, ReadSet.Capacity); i++)
        {
            if (reads.Contains(i))
            {
                mapped |= ReadSet.Of(_ordinals[i]);
            }
        }

        return mapped;
    }
}
