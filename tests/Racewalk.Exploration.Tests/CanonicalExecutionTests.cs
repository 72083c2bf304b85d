using Racewalk.Executions;
using Racewalk.Fuzz;
using Racewalk.Oracle;
using Racewalk.Oracle.Axioms;
using Racewalk.Oracle.Language;
using Racewalk.Programs;

namespace Racewalk.Exploration.Tests;

// An execution written by hand has the string that the oracle gives it.
public sealed class CanonicalExecutionTests
{
    [Fact]
    public void SameExecutionSameString()
    {
        var program = new TestProgram
        {
            Name = "all kinds of events",
            Initial = [0, 0],
            Threads =
            [
                [new Store(0, 1), new Fence(FenceKind.Full), new Send(1, 0)],
                [new Choose(0, 2), new Rmw(1, RmwKind.Add, 0, 2, 0, Access.Atomic), new Poll(), new Load(2, 1)],
            ],
            Handlers = [[new Store(1, 7)]],
        };
        Execution execution = Execution(
            Event(0, 0, EventKind.Write, 1, new Operation { Address = 0x1000 }, coherence: 1),
            Event(0, 1, EventKind.Fence, 0, new Operation { Fence = FenceKind.Full }),
            Event(0, 2, EventKind.Send, 0, new Operation { Address = 1, Operand = 0 }),
            Event(0, 3, EventKind.Poll, 0, default),
            Event(1, 0, EventKind.Choice, 1, default),
            Event(1, 1, EventKind.Read, 1, new Operation { Address = 0x1000 }, source: 0, partner: 6),
            Event(1, 2, EventKind.Write, 3, new Operation { Address = 0x1000 }, coherence: 2, partner: 5),
            Event(1, 3, EventKind.Poll, 1, default, source: 2),
            Event(1, 4, EventKind.Write, 7, new Operation { Address = 0x2000 }, coherence: 1),
            Event(1, 5, EventKind.Read, 7, new Operation { Address = 0x2000 }, source: 8),
            Event(1, 6, EventKind.Poll, 0, default));
        string text = CanonicalExecution.Of(execution);
        Assert.Equal(
            """
            P0: W0x1000=1 F:Full S:1/0
            P1: C:1 R*0x1000=1<-0.0 W*0x1000=3 I<-0.2 W0x2000=7 R0x2000=7<-1.4
            0x1000: 0.0 1.2
            0x2000: 1.4

            """,
            text);
        Assert.Contains(text, Enumerator.Complete(program, OracleModel.Sc));
    }

    private static Execution Execution(params ExecutionEvent[] events)
    {
        for (int id = 0; id < events.Length; id++)
        {
            events[id] = events[id] with { Id = id };
        }

        return new Execution
        {
            Events = events,
            Threads =
            [
                .. events.GroupBy(e => e.Thread).Select(thread => new ExecutionThread
                {
                    Status = ThreadStatus.Finished, Events = [.. thread.Select(e => e.Id)], FinalNotes = [],
                }),
            ],
            Final = new Dictionary<ulong, ulong>(),
            IsDeadlock = false,
        };
    }

    private static ExecutionEvent Event(
        int thread,
        int index,
        EventKind kind,
        ulong value,
        Operation operation,
        int source = -1,
        int coherence = 0,
        int partner = -1) => new()
        {
            Id = 0,
            Thread = thread,
            Index = index,
            Context = 0,
            Kind = kind,
            Operation = operation,
            Value = value,
            ReadsFrom = source,
            Coherence = coherence,
            RmwPartner = partner,
            Notes = [],
        };
}
