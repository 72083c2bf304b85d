namespace Racewalk.Programs;

/// <summary>The code of one thread: a deterministic function of the values its operations return.</summary>
/// <param name="context">What the thread calls.</param>
public delegate void ThreadBody(ThreadContext context);

/// <summary>Answers the operations of a thread: the engine's side of <see cref="ThreadContext"/>.</summary>
public interface IOperationSink
{
    /// <summary>Performs or replays one operation.</summary>
    /// <param name="operation">What the thread asks for.</param>
    /// <param name="notes">What was attached since the operation before; valid during the call only.</param>
    /// <param name="value">The value read, or the alternative chosen; 0 for operations without result.</param>
    /// <returns>False if the thread's run ends here.</returns>
    bool TryPerform(in Operation operation, List<Note> notes, out ulong value);
}
