using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Machine.Tests;

/// <summary>Runs one thread alone on a plain memory and writes down what it does, in a short notation.</summary>
internal sealed class RecordingSink : IOperationSink
{
    private readonly List<string> _operations = [];

    public Dictionary<ulong, ulong> Memory { get; } = [];

    public List<Note> Notes { get; } = [];

    /// <summary>Alternatives that choices take, in turn; 0 afterwards.</summary>
    public Queue<ulong> Choices { get; } = new();

    /// <summary>What polls answer, in turn; 0 afterwards.</summary>
    public Queue<ulong> Polls { get; } = new();

    /// <summary>Everything done, such as <c>R.acq F.full</c>.</summary>
    public string Trace => string.Join(' ', _operations);

    public Operation LastOperation { get; private set; }

    public List<Operation> Invalidations { get; } = [];

    public FailureNote? Failure => Notes.OfType<FailureNote>().LastOrDefault();

    public static RecordingSink Run(CheckedMachine machine, Action<Cpu> body, Action<RecordingSink>? prepare = null)
    {
        var sink = new RecordingSink();
        prepare?.Invoke(sink);
        new ThreadContext(sink, thread: 0).Run(machine.Task(body));
        return sink;
    }

    public bool TryPerform(in Operation operation, List<Note> notes, out ulong value)
    {
        Notes.AddRange(notes);
        value = 0;
        if (operation.Kind is OperationKind.End or OperationKind.Failed or OperationKind.Blocked)
        {
            return operation.Kind == OperationKind.End;
        }

        if (operation.Kind == OperationKind.LoopHead)
        {
            return true;
        }

        LastOperation = operation;
        if (operation.Kind == OperationKind.Invalidate)
        {
            Invalidations.Add(operation);
        }

        _operations.Add(Describe(operation));
        ulong old = Memory.GetValueOrDefault(operation.Address);
        switch (operation.Kind)
        {
            case OperationKind.Read:
                value = old;
                NoteMistake(operation, old);
                return operation.Satisfies(old);
            case OperationKind.Write:
                Memory[operation.Address] = operation.Operand;
                return true;
            case OperationKind.Rmw:
                value = old;
                NoteMistake(operation, old);
                if (operation.Writes(old))
                {
                    Memory[operation.Address] = operation.Result(old);
                }

                return operation.Satisfies(old);
            case OperationKind.Choice:
                value = Choices.TryDequeue(out ulong choice) ? choice : 0;
                return true;
            case OperationKind.Poll:
                value = Polls.TryDequeue(out ulong poll) ? poll : 0;
                return true;
            default:
                return true;
        }
    }

    // What the explorer says of a value once it is clear that it stays.
    private void NoteMistake(in Operation operation, ulong value)
    {
        if (operation.Use.IsMistaken(value))
        {
            Notes.Add(FreedMemory.Mistake(operation.Use, 0, "memory"));
        }
    }

    private static string Describe(in Operation operation) => operation.Kind switch
    {
        OperationKind.Read => (operation.Await == AwaitKind.None ? "R" : "Await") + Annotation(operation.Access),
        OperationKind.Write => "W" + Annotation(operation.Access),
        OperationKind.Rmw => (operation.Await == AwaitKind.None ? "RMW" : "AwaitRMW") + Annotation(operation.Access),
        OperationKind.Fence => "F." + operation.Fence,
        OperationKind.Send => $"Send({operation.Address})",
        var other => other.ToString(),
    };

    private static string Annotation(Access access) =>
        (access.HasFlag(Access.Atomic) ? ".lse" : "") + (access.HasFlag(Access.Exclusive) ? ".llsc" : "")
        + (access.HasFlag(Access.Acquire) ? ".acq" : "") + (access.HasFlag(Access.Release) ? ".rel" : "")
        + (access.HasFlag(Access.FullBarrier) ? ".mb" : "") + (access.HasFlag(Access.NoReturn) ? ".noreturn" : "")
        + (access.HasFlag(Access.Plain) ? ".plain" : "") + (access.HasFlag(Access.Lock) ? ".lock" : "") + (access.HasFlag(Access.Unlock) ? ".unlock" : "");
}
