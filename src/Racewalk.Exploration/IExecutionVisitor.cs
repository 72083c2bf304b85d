namespace Racewalk.Exploration;

/// <summary>Looks at every execution that an exploration visits.</summary>
public interface IExecutionVisitor
{
    /// <summary>Called once for each execution that is complete, blocked or cut.</summary>
    /// <param name="execution">The execution; valid during the call only, copy what is kept with <see cref="IExecution.Snapshot"/>.</param>
    /// <returns>False if the execution is a violation.</returns>
    bool Visit(IExecution execution);
}

/// <summary>How a thread stands at the end of an execution.</summary>
public enum ThreadStatus
{
    /// <summary>It finished.</summary>
    Finished,

    /// <summary>It stopped with a violation.</summary>
    Failed,

    /// <summary>It waits for a value, or an assumption did not hold.</summary>
    Blocked,

    /// <summary>A bound cut it.</summary>
    Cut,
}

/// <summary>The end of one execution, as the engine has it; reading it costs little, a snapshot copies it.</summary>
public interface IExecution
{
    /// <summary>The number of threads.</summary>
    int ThreadCount { get; }

    /// <summary>How a thread stands.</summary>
    ThreadStatus Status(int thread);

    /// <summary>Whether all threads finished or failed.</summary>
    bool IsComplete { get; }

    /// <summary>
    /// Whether nothing can move for ever: some thread is blocked, none is cut, and every read that blocks reads the coherence-last write. A thread may be blocked
    /// in a grace period that never ends.
    /// </summary>
    bool IsDeadlock { get; }

    /// <summary>In a deadlock with grace periods that never end, the threads that are inside a read-side section; otherwise empty.</summary>
    IReadOnlyList<int> WaitingReaders => [];

    /// <summary>The last value of a location in coherence order.</summary>
    ulong Final(ulong address);

    /// <summary>The last value that a thread observed under a name (<see cref="Programs.ObservedNote"/>), in its task or a handler.</summary>
    bool TryGetObserved(int thread, string name, out ulong value);

    /// <summary>The violation that a thread stopped with; null if it did not fail.</summary>
    Programs.FailureNote? Failure(int thread);

    /// <summary>The data race of a complete execution, if the model defines such and there is one.</summary>
    Programs.FailureNote? DataRace { get; }

    /// <summary>The execution as the models see it, for judgements that need the models' order; null if the explorer has none.</summary>
    Executions.ExecutionGraph? Graph => null;

    /// <summary>Where the execution lies in the exploration; null if the explorer has no such place.</summary>
    ExecutionPath? Path => null;

    /// <summary>A copy that stays valid.</summary>
    Execution Snapshot();
}
