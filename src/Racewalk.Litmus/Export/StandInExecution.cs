using Racewalk.Exploration;
using Racewalk.Programs;

namespace Racewalk.Litmus.Export;

/// <summary>
/// A way in which each thread can go, put together with final values, whether or not an execution does so: for asking a property which final states
/// would break it.
/// </summary>
internal sealed class StandInExecution(IReadOnlyList<TreeEnd> ends, IReadOnlyDictionary<ulong, ulong> final, SortedSet<ulong> asked) : IExecution
{
    /// <inheritdoc/>
    public int ThreadCount => ends.Count;

    /// <inheritdoc/>
    public bool IsComplete => true;

    /// <inheritdoc/>
    public bool IsDeadlock => false;

    /// <inheritdoc/>
    public FailureNote? DataRace => null;

    /// <inheritdoc/>
    public ThreadStatus Status(int thread) => ends[thread].Status;

    /// <inheritdoc/>
    public ulong Final(ulong address)
    {
        asked.Add(address);
        return final.GetValueOrDefault(address);
    }

    /// <inheritdoc/>
    public bool TryGetObserved(int thread, string name, out ulong value) => ends[thread].Observed.TryGetValue(name, out value);

    /// <inheritdoc/>
    public FailureNote? Failure(int thread) => ends[thread].Failure;

    /// <inheritdoc/>
    public Execution Snapshot() => throw new ExportException("its property looks at more than final values and what threads observe");
}
