namespace Racewalk.Exploration.Paths;

/// <summary>The contexts that interrupts have interrupted, as interned stacks: a stack is one number, 0 the task alone.</summary>
internal sealed class ContextStack
{
    private readonly List<Entry> _entries = [default];
    private readonly Dictionary<Entry, int> _index = [];

    /// <summary>The stack with the poll at <paramref name="node"/>, which returned <paramref name="value"/>, on top.</summary>
    public int Push(int stack, int node, ulong value)
    {
        var entry = new Entry(node, value, stack);
        if (!_index.TryGetValue(entry, out int index))
        {
            index = _entries.Count;
            _entries.Add(entry);
            _index.Add(entry, index);
        }

        return index;
    }

    /// <summary>Where the interrupted context goes on, and the stack below.</summary>
    public (int Node, ulong Value, int Below) Pop(int stack) => (_entries[stack].Node, _entries[stack].Value, _entries[stack].Below);

    private readonly record struct Entry(int Node, ulong Value, int Below);
}
