using System.Collections.Immutable;
using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Oracle.Tests;

// A machine that runs programs step by step in every possible way: CPUs take turns, and if there are store buffers, stores reach memory
// later, first in first out. Without buffers that is sequential consistency, with them x86-TSO. It knows nothing of axioms and of the
// oracle's interpreter.
internal sealed class Machine
{
    private readonly CheckedProgram _program;
    private readonly bool _buffers;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly int _limit;

    private Machine(CheckedProgram program, bool buffers, int limit)
    {
        _program = program;
        _buffers = buffers;
        _limit = limit;
    }

    public HashSet<string> Complete { get; } = new(StringComparer.Ordinal);

    // All complete executions; null if there are more states than the limit.
    public static HashSet<string>? Explore(CheckedProgram program, bool buffers, int limit)
    {
        var machine = new Machine(program, buffers, limit);
        ImmutableStack<MachineContext> task = [new MachineContext(-1, [])];
        var start = new MachineState(
            [.. program.Threads.Select(_ => new MachineCpu(task, [], []))],
            ImmutableSortedDictionary<ulong, ImmutableList<(int, int)>>.Empty,
            []);
        machine.Visit(start);
        return machine._seen.Count > limit ? null : machine.Complete;
    }

    private void Visit(MachineState state)
    {
        if (_seen.Count > _limit || !_seen.Add(state.Key()))
        {
            return;
        }

        bool complete = state.Pending.IsEmpty;
        for (int thread = 0; thread < state.Cpus.Length; thread++)
        {
            MachineCpu cpu = state.Cpus[thread];
            if (!cpu.Buffer.IsEmpty)
            {
                ImmutableQueue<int> rest = cpu.Buffer.Dequeue(out int index);
                Visit(state.Commit(thread, index).With(thread, cpu with { Buffer = rest }));
            }

            if (cpu.Contexts.IsEmpty)
            {
                // The task has ended: the CPU is idle.
                TakeInterrupt(state, thread);
                complete &= cpu.Buffer.IsEmpty;
            }
            else
            {
                complete = false;
                Step(state, thread);
            }
        }

        if (complete)
        {
            Complete.Add(state.Canonical());
        }
    }

    private void Step(MachineState state, int thread)
    {
        MachineCpu cpu = state.Cpus[thread];
        MachineContext context = cpu.Contexts.Peek();
        ThreadBody body = context.Handler < 0 ? _program.Threads[thread] : _program.Handlers[context.Handler];
        Operation operation = NextOperation.Of(body, thread, context.Results);
        bool drained = cpu.Buffer.IsEmpty;
        switch (operation.Kind)
        {
            case OperationKind.Read:
                Read(state, thread, operation);
                break;
            case OperationKind.Rmw when drained:
                Modify(state, thread, operation);
                break;
            case OperationKind.Write:
                Write(state, thread, operation);
                break;
            case OperationKind.Fence when operation.Fence == FenceKind.SyncRcu:
                WaitForReaders(state, thread, drained);
                break;
            case OperationKind.Fence when drained || operation.Fence is not (FenceKind.Full or FenceKind.DsbFull):
                Visit(Do(state, thread, new MachineEvent(EventKind.Fence) { Fence = operation.Fence }, 0));
                break;
            case OperationKind.Choice:
                for (ulong chosen = 0; chosen < operation.Operand; chosen++)
                {
                    Visit(Do(state, thread, new MachineEvent(EventKind.Choice) { Value = chosen }, chosen));
                }

                break;
            case OperationKind.Send when drained:
                var send = new MachineEvent(EventKind.Send) { Target = (int)operation.Address, Handler = (int)operation.Operand };
                Visit(Do(state, thread, send, 0) with { Pending = state.Pending.Add((thread, cpu.Events.Count)) });
                break;
            case OperationKind.Poll:
                MachineState polled = Do(state, thread, new MachineEvent(EventKind.Poll), 0);
                Visit(polled);
                TakeInterrupt(polled.With(thread, polled.Cpus[thread] with { Events = cpu.Events }), thread, operation.Operand);
                break;
            case OperationKind.End:
                Visit(state.With(thread, cpu with { Contexts = cpu.Contexts.Pop() }));
                break;
            case OperationKind.Failed:
                // Nothing here both fails and takes interrupts.
                Visit(state.With(thread, cpu with { Contexts = [] }));
                break;
        }
    }

    // A grace period begins with an empty buffer and ends when every section that was open then has ended.
    private void WaitForReaders(MachineState state, int thread, bool drained)
    {
        MachineCpu cpu = state.Cpus[thread];
        if (cpu.Awaited is not null)
        {
            if (cpu.Awaited.All(reader => state.Cpus[reader.Thread].HasEnded(reader.Section)))
            {
                MachineState ended = state.With(thread, cpu with { Awaited = null });
                Visit(Do(ended, thread, new MachineEvent(EventKind.Fence) { Fence = FenceKind.SyncRcu }, 0));
            }
        }
        else if (drained)
        {
            var open = ImmutableList.CreateBuilder<(int, int)>();
            for (int reader = 0; reader < state.Cpus.Length; reader++)
            {
                for (int section = 0; section < state.Cpus[reader].Sections().Count; section++)
                {
                    if (!state.Cpus[reader].HasEnded(section))
                    {
                        open.Add((reader, section));
                    }
                }
            }

            Visit(state.With(thread, cpu with { Awaited = open.ToImmutable() }));
        }
    }

    // Takes each of the pending interrupts whose handler is not masked in turn.
    private void TakeInterrupt(MachineState state, int thread, ulong handlers = 0)
    {
        MachineCpu cpu = state.Cpus[thread];
        foreach ((int, int) send in state.Pending.Where(send => state[send].Target == thread
            && (handlers == 0 || (handlers >> state[send].Handler & 1) != 0)))
        {
            var context = new MachineContext(state[send].Handler, []);
            var poll = new MachineEvent(EventKind.Poll) { Source = send };
            MachineState next = state with { Pending = state.Pending.Remove(send) };
            Visit(next.With(thread, cpu with { Contexts = cpu.Contexts.Push(context), Events = cpu.Events.Add(poll) }));
        }
    }

    private void Read(MachineState state, int thread, Operation operation)
    {
        (int, int)? source = Newest(state, thread, operation.Address);
        ulong value = Value(state, source, operation.Address);
        if (operation.Satisfies(value))
        {
            var read = new MachineEvent(EventKind.Read) { Address = operation.Address, Value = value, Source = source };
            Visit(Do(state, thread, read, value));
        }
    }

    private void Modify(MachineState state, int thread, Operation operation)
    {
        (int, int)? source = Newest(state, thread, operation.Address);
        ulong value = Value(state, source, operation.Address);
        if (!operation.Satisfies(value))
        {
            return;
        }

        bool writes = operation.Writes(value);
        var read = new MachineEvent(EventKind.Read) { Address = operation.Address, Value = value, Source = source, Rmw = writes };
        MachineState next = Do(state, thread, read, value);
        if (writes)
        {
            var write = new MachineEvent(EventKind.Write) { Address = operation.Address, Value = operation.Result(value), Rmw = true };
            MachineCpu cpu = next.Cpus[thread];
            next = next.With(thread, cpu with { Events = cpu.Events.Add(write) }).Commit(thread, cpu.Events.Count);
        }

        Visit(next);
    }

    private void Write(MachineState state, int thread, Operation operation)
    {
        int index = state.Cpus[thread].Events.Count;
        var write = new MachineEvent(EventKind.Write) { Address = operation.Address, Value = operation.Operand };
        MachineState next = Do(state, thread, write, 0);
        MachineCpu cpu = next.Cpus[thread];
        Visit(_buffers ? next.With(thread, cpu with { Buffer = cpu.Buffer.Enqueue(index) }) : next.Commit(thread, index));
    }

    private static (int Thread, int Index)? Newest(MachineState state, int thread, ulong address)
    {
        foreach (int index in state.Cpus[thread].Buffer.Reverse())
        {
            if (state[(thread, index)].Address == address)
            {
                return (thread, index);
            }
        }

        return state.Memory.TryGetValue(address, out ImmutableList<(int, int)>? writes) ? writes[^1] : null;
    }

    private ulong Value(MachineState state, (int, int)? source, ulong address) =>
        source is { } write ? state[write].Value : _program.Initial.GetValueOrDefault(address);

    // Executes an event, and tells the running context its result.
    private static MachineState Do(MachineState state, int thread, MachineEvent e, ulong result)
    {
        MachineCpu cpu = state.Cpus[thread];
        ImmutableStack<MachineContext> below = cpu.Contexts.Pop(out MachineContext context);
        ImmutableStack<MachineContext> contexts = below.Push(context with { Results = context.Results.Add(result) });
        return state.With(thread, cpu with { Contexts = contexts, Events = cpu.Events.Add(e) });
    }

    // Runs a body on known results, to see what it asks for next.
    private sealed class NextOperation(ImmutableList<ulong> results) : IOperationSink
    {
        private int _count;
        private Operation _asked;

        public static Operation Of(ThreadBody body, int thread, ImmutableList<ulong> results)
        {
            var sink = new NextOperation(results);
            new ThreadContext(sink, thread).Run(body);
            return sink._asked;
        }

        public bool TryPerform(in Operation operation, List<Note> notes, out ulong value)
        {
            bool known = _count < results.Count;
            value = known ? results[_count++] : 0;
            _asked = operation;
            return known;
        }
    }
}
