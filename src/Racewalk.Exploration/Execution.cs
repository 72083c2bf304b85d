using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Exploration;

/// <summary>One execution, immutable: events with reads-from and coherence, and how its threads ended.</summary>
public sealed class Execution
{
    /// <summary>The events in the order in which the engine added them; an event's <see cref="ExecutionEvent.Id"/> is its index here.</summary>
    public required IReadOnlyList<ExecutionEvent> Events { get; init; }

    /// <summary>The threads, by index.</summary>
    public required IReadOnlyList<ExecutionThread> Threads { get; init; }

    /// <summary>Final values of all locations touched, by address.</summary>
    public required IReadOnlyDictionary<ulong, ulong> Final { get; init; }

    /// <summary>Whether the execution is a deadlock, see <see cref="IExecution.IsDeadlock"/>.</summary>
    public required bool IsDeadlock { get; init; }
}

/// <summary>How one thread went and ended.</summary>
public sealed class ExecutionThread
{
    /// <summary>How it ended.</summary>
    public required ThreadStatus Status { get; init; }

    /// <summary>Its events' ids in program order.</summary>
    public required IReadOnlyList<int> Events { get; init; }

    /// <summary>Notes after its last event: those of its end, its failure, or of the operation it is blocked at.</summary>
    public required IReadOnlyList<Note> FinalNotes { get; init; }

    /// <summary>The violation it stopped with, if it failed.</summary>
    public FailureNote? Failure => FinalNotes.OfType<FailureNote>().LastOrDefault();
}

/// <summary>One event of an execution.</summary>
public sealed record ExecutionEvent
{
    /// <summary>Index in <see cref="Execution.Events"/>.</summary>
    public required int Id { get; init; }

    /// <summary>The thread (CPU).</summary>
    public required int Thread { get; init; }

    /// <summary>Place in the thread's program order, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>0 in the thread's task; n in the n-th interrupt that it took.</summary>
    public required int Context { get; init; }

    /// <summary>What it does.</summary>
    public required EventKind Kind { get; init; }

    /// <summary>The operation it belongs to, with annotation and dependencies.</summary>
    public required Operation Operation { get; init; }

    /// <summary>The value read or written, the alternative chosen; for a poll 0 or 1 + the sender.</summary>
    public required ulong Value { get; init; }

    /// <summary>For reads: the write read, -1 for the initial value. For polls: the interrupt taken, -1 for none. Otherwise -1.</summary>
    public required int ReadsFrom { get; init; }

    /// <summary>For writes: 1 for the coherence-first write of the location, and so on. Otherwise 0.</summary>
    public required int Coherence { get; init; }

    /// <summary>For the two events of a successful read-modify-write: the other one; otherwise -1.</summary>
    public required int RmwPartner { get; init; }

    /// <summary>What the thread attached before this event.</summary>
    public required IReadOnlyList<Note> Notes { get; init; }
}
