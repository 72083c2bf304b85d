using Racewalk.Executions;
using Racewalk.Oracle.Language;
using Racewalk.Oracle.Unfolding;
using Racewalk.Programs;

namespace Racewalk.Oracle.Tests;

// Runs one CPU, its interrupts included, and compares each operation with the next event.
internal sealed class Replay(CheckedProgram program, int thread, ThreadUnfolding unfolding)
{
    private readonly CheckedProgram _program = program;
    private readonly ThreadUnfolding _unfolding = unfolding;
    private int _next;
    private int _contexts;
    private ulong _control;

    public void Run()
    {
        RunContext(_program.Threads[thread]);

        // What is left was taken by the idle CPU.
        while (_next < _unfolding.Events.Length)
        {
            ThreadEvent poll = _unfolding.Events[_next++];
            Assert.Equal(EventKind.Poll, poll.Kind);
            RunContext(_program.Handlers[poll.Handler]);
        }
    }

    private void RunContext(ThreadBody body)
    {
        var sink = new Sink(this, _contexts++);
        new ThreadContext(sink, thread).Run(body);
        Assert.True(sink.Ended);
    }

    private sealed class Sink(Replay replay, int context) : IOperationSink
    {
        private readonly List<int> _reads = [];

        public bool Ended { get; private set; }

        public bool TryPerform(in Operation operation, List<Note> notes, out ulong value)
        {
            value = 0;

            // A context reports its own control; an event has that of everything before it on the CPU.
            replay._control |= Set(operation.ControlReads);
            ThreadEvent[] events = replay._unfolding.Events;
            if (operation.Kind is OperationKind.End or OperationKind.Blocked or OperationKind.Failed)
            {
                Ended = true;
                Assert.Equal(operation.Kind == OperationKind.Blocked, replay._next == events.Length && replay._unfolding.IsBlocked);
                return false;
            }

            ThreadEvent e = events[replay._next++];
            Assert.Equal(context, e.Context);
            Assert.Equal(e.ControlReads, replay._control);
            value = e.Value;
            switch (operation.Kind)
            {
                case OperationKind.Read:
                    CheckAccess(operation, e, EventKind.Read);
                    Received();
                    break;
                case OperationKind.Write:
                    CheckAccess(operation, e, EventKind.Write);
                    Assert.Equal(e.Value, operation.Operand);
                    Assert.Equal(e.DataReads, Set(operation.DataReads));
                    break;
                case OperationKind.Rmw:
                    CheckAccess(operation, e, EventKind.Read);
                    Assert.Equal(operation.Writes(e.Value), e.Partner >= 0);
                    if (e.Partner >= 0)
                    {
                        ThreadEvent write = events[replay._next];
                        CheckAccess(operation, write, EventKind.Write);
                        Assert.Equal(write.Value, operation.Result(e.Value));
                        Assert.Equal(write.DataReads, Set(operation.DataReads));
                        Assert.Equal(write.ControlReads, replay._control);
                    }

                    Received();
                    replay._next += e.Partner >= 0 ? 1 : 0;
                    break;
                case OperationKind.Fence:
                    Assert.Equal((EventKind.Fence, operation.Fence), (e.Kind, e.Fence));
                    break;
                case OperationKind.Choice:
                    Assert.Equal(EventKind.Choice, e.Kind);
                    break;
                case OperationKind.Send:
                    Assert.Equal(EventKind.Send, e.Kind);
                    Assert.Equal(((ulong)e.Target, (ulong)e.Handler), (operation.Address, operation.Operand));
                    break;
                case OperationKind.Poll:
                    Assert.Equal(EventKind.Poll, e.Kind);
                    if (e.Handler >= 0)
                    {
                        replay.RunContext(replay._program.Handlers[e.Handler]);
                    }

                    break;
                default:
                    Assert.Fail(operation.Kind.ToString());
                    break;
            }

            Ended = replay._next == events.Length && replay._unfolding.IsBlocked;
            return !(e.Blocks || Ended);

            void Received() => _reads.Add(replay._next - 1);
        }

        private void CheckAccess(in Operation operation, ThreadEvent e, EventKind kind)
        {
            Assert.Equal((kind, operation.Access), (e.Kind, e.Access));
            Assert.Equal(TestProgram.Address(e.Location), operation.Address);
            Assert.Equal(e.AddressReads, Set(operation.AddressReads));
            if (kind == EventKind.Read)
            {
                Assert.Equal(e.Blocks, !operation.Satisfies(e.Value));
            }
        }

        // Ordinals of this context's reads as a set of events of the thread.
        private ulong Set(ReadSet reads)
        {
            ulong set = 0;
            for (int ordinal = 0; ordinal < _reads.Count; ordinal++)
            {
                set |= reads.Contains(ordinal) ? 1UL << _reads[ordinal] : 0;
            }

            return set;
        }
    }
}
