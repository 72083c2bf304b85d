namespace Racewalk.Executions;

/// <summary>Gives each place in program order, (thread, index), a slot number when it is first reached. Slots are never given back.</summary>
/// <param name="threads">The number of threads.</param>
public sealed class SlotTable(int threads)
{
    private readonly int[] _slots = new int[threads * EventSet.Capacity];
    private readonly int[] _lengths = new int[threads];
    private readonly EventSet[] _sets = new EventSet[threads];

    /// <summary>The number of threads.</summary>
    public int ThreadCount => _lengths.Length;

    /// <summary>How many slots were given.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there is a slot for a place, or one left to give.</summary>
    public bool CanGet(int thread, int index) => index < _lengths[thread] || Count < EventSet.Capacity;

    /// <summary>The slot of a place; the place before must have one.</summary>
    public int Get(int thread, int index)
    {
        if (index == _lengths[thread])
        {
            _sets[thread].Add(Count);
            _slots[(thread * EventSet.Capacity) + index] = Count++;
            _lengths[thread]++;
        }

        return _slots[(thread * EventSet.Capacity) + index];
    }

    /// <summary>The slot of a place; -1 if it has none.</summary>
    public int TryGet(int thread, int index) => index < _lengths[thread] ? _slots[(thread * EventSet.Capacity) + index] : -1;

    /// <summary>All slots of a thread. A later place has a higher slot.</summary>
    public EventSet Of(int thread) => _sets[thread];

    /// <summary>How many places of a thread have slots.</summary>
    public int Length(int thread) => _lengths[thread];
}
