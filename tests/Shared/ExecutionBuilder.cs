using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Programs;

namespace Racewalk.Testing;

/// <summary>Makes executions by hand: events in any order, coherence in the order of the calls unless told otherwise.</summary>
internal sealed class ExecutionBuilder
{
    private readonly List<ExecutionEvent> _events = [];
    private readonly List<int>[] _threads;
    private readonly List<Note>[] _notes;
    private readonly ThreadStatus[] _status;
    private readonly Dictionary<ulong, int> _coherence = [];
    private readonly int[] _context;

    public ExecutionBuilder(int threads)
    {
        _threads = [.. Enumerable.Range(0, threads).Select(static _ => new List<int>())];
        _notes = [.. Enumerable.Range(0, threads).Select(static _ => new List<Note>())];
        _status = new ThreadStatus[threads];
        _context = new int[threads];
    }

    public bool IsDeadlock { get; set; }

    public static Racewalk.Programs.ReadSet Reads(params int[] ordinals) =>
        ordinals.Aggregate(default(Racewalk.Programs.ReadSet), static (set, o) => set | Racewalk.Programs.ReadSet.Of(o));

    public ExecutionBuilder Step(int thread, string name) => Note(thread, new StepNote(name));

    public ExecutionBuilder Note(int thread, Note note)
    {
        _notes[thread].Add(note);
        return this;
    }

    public ExecutionBuilder Context(int thread, int context)
    {
        _context[thread] = context;
        return this;
    }

    public int Read(int thread, ulong address, ulong value, int from = -1, Access access = Access.None, Operation? operation = null) =>
        Add(thread, EventKind.Read, value, (operation ?? default) with { Kind = OperationKind.Read, Address = address, Access = access }, from);

    public int Write(int thread, ulong address, ulong value, int coherence = 0, Access access = Access.None, Operation? operation = null) => Add(
        thread,
        EventKind.Write,
        value,
        (operation ?? default) with { Kind = OperationKind.Write, Address = address, Operand = value, Access = access },
        coherence: coherence > 0 ? coherence : Next(address));

    public (int Read, int Write) Rmw(int thread, ulong address, ulong read, ulong written, int from = -1, Access access = Access.Atomic)
    {
        var operation = new Operation { Kind = OperationKind.Rmw, Rmw = RmwKind.Exchange, Address = address, Operand = written, Access = access };
        int r = Add(thread, EventKind.Read, read, operation, from);
        int w = Add(thread, EventKind.Write, written, operation, coherence: Next(address));
        _events[r] = _events[r] with { RmwPartner = w };
        _events[w] = _events[w] with { RmwPartner = r };
        return (r, w);
    }

    public int Fence(int thread, FenceKind kind = FenceKind.Full) =>
        Add(thread, EventKind.Fence, 0, new Operation { Kind = OperationKind.Fence, Fence = kind });

    public int Choice(int thread, ulong value) => Add(thread, EventKind.Choice, value, new Operation { Kind = OperationKind.Choice, Operand = 2 });

    public int Send(int thread, int target) => Add(thread, EventKind.Send, 0, new Operation { Kind = OperationKind.Send, Address = (ulong)target });

    public int Poll(int thread, int from = -1) => Add(
        thread, EventKind.Poll, from < 0 ? 0 : 1 + (ulong)_events[from].Thread, new Operation { Kind = OperationKind.Poll }, from);

    public ExecutionBuilder End(int thread, ThreadStatus status, params Note[] notes)
    {
        _status[thread] = status;
        _notes[thread].AddRange(notes);
        return this;
    }

    public Execution Build() => new()
    {
        Events = _events,
        Threads =
        [
            .. _threads.Select((events, t) => new ExecutionThread { Status = _status[t], Events = events, FinalNotes = [.. _notes[t]] }),
        ],
        Final = new SortedDictionary<ulong, ulong>(_events
            .Where(static e => e.Kind == EventKind.Write)
            .GroupBy(static e => e.Operation.Address)
            .ToDictionary(static g => g.Key, static g => g.MaxBy(static e => e.Coherence)!.Value)),
        IsDeadlock = IsDeadlock,
    };

    private int Next(ulong address) => _coherence[address] = _coherence.GetValueOrDefault(address) + 1;

    private int Add(int thread, EventKind kind, ulong value, Operation operation, int from = -1, int coherence = 0)
    {
        _events.Add(new ExecutionEvent
        {
            Id = _events.Count,
            Thread = thread,
            Index = _threads[thread].Count,
            Context = _context[thread],
            Kind = kind,
            Operation = operation,
            Value = value,
            ReadsFrom = from,
            Coherence = coherence,
            RmwPartner = -1,
            Notes = [.. _notes[thread]],
        });
        _notes[thread].Clear();
        _threads[thread].Add(_events.Count - 1);
        return _events.Count - 1;
    }
}
