using Racewalk.Executions;
using Racewalk.Exploration.Clocks;

namespace Racewalk.Exploration.Paths;

/// <summary>The events of threads as a search has them, for checks that are common to all searches. Events are the search's own numbers, -1 for none.</summary>
internal interface IThreadHistory
{
    /// <summary>The number of threads.</summary>
    int ThreadCount { get; }

    /// <summary>How a thread stands.</summary>
    CursorState StateOf(int thread);

    /// <summary>The operation that a thread stands at.</summary>
    int WaitsAt(int thread);

    /// <summary>Whether an interrupt is pending that a thread would take where it stands.</summary>
    bool HasPending(int thread);

    /// <summary>The last event of a thread before its cursor.</summary>
    int Last(int thread);

    /// <summary>The event before in program order.</summary>
    int Previous(int e);

    /// <summary>The operation of an event.</summary>
    int NodeOf(int e);

    /// <summary>What an event does.</summary>
    EventKind KindOf(int e);

    /// <summary>What a read or poll took its value from.</summary>
    int SourceOf(int e);

    /// <summary>The value of an event.</summary>
    ulong ValueOf(int e);

    /// <summary>Whether a read blocks its thread.</summary>
    bool IsUnsatisfied(int e);

    /// <summary>Whether a read reads the coherence-last write. A poll does if no interrupt is pending: one that is would be taken by the next.</summary>
    bool ReadsNewest(int e);
}
