using Racewalk.Executions;

namespace Racewalk.Programs.Tests;

/// <summary>Answers reads from a script, in order (0 when it is used up), and writes down what it was asked.</summary>
internal sealed class RecordingSink(params ulong[] script) : IOperationSink
{
    private int _answered;

    /// <summary>Every operation that was asked for.</summary>
    public List<Operation> Asked { get; } = [];

    /// <summary>The notes that came with each operation.</summary>
    public List<Note[]> Notes { get; } = [];

    /// <summary>From which operation on the thread unwinds, counted from 0.</summary>
    public int EndsAt { get; init; } = int.MaxValue;

    /// <summary>Runs at a poll, as an interrupt handler would.</summary>
    public Action? Handler { get; init; }

    public bool TryPerform(in Operation operation, List<Note> notes, out ulong value)
    {
        Asked.Add(operation);
        Notes.Add([.. notes]);
        if (operation.Kind == OperationKind.Poll)
        {
            Handler?.Invoke();
        }

        bool answered = operation.Kind is OperationKind.Read or OperationKind.Rmw or OperationKind.Choice;
        value = answered && _answered < script.Length ? script[_answered++] : 0;
        return Asked.Count <= EndsAt && operation.Kind is not (OperationKind.End or OperationKind.Blocked or OperationKind.Failed);
    }

    /// <summary>Runs a body and writes down what it asked, one operation a line.</summary>
    public static IEnumerable<string> Record(ThreadBody body, params ulong[] script)
    {
        var sink = new RecordingSink(script);
        new ThreadContext(sink, thread: 0).Run(body);
        return sink.Asked.Select(Show);
    }

    /// <summary>An operation with the ordinals of the reads it depends on: <c>Write 2 addr 0 data 1 ctrl 0,1</c>.</summary>
    public static string Show(Operation operation)
    {
        string where = operation.Kind switch
        {
            OperationKind.Read or OperationKind.Write or OperationKind.Rmw or OperationKind.Send => $" {operation.Address}",
            OperationKind.Fence when operation.Fence != FenceKind.Full => $" {operation.Fence}",
            _ => "",
        };
        return operation.Kind + where +
            Show(" addr ", operation.AddressReads) + Show(" data ", operation.DataReads) + Show(" ctrl ", operation.ControlReads);
    }

    private static string Show(string label, ReadSet reads) =>
        reads.IsEmpty ? "" : label + string.Join(',', Enumerable.Range(0, ReadSet.Capacity).Where(reads.Contains));
}
