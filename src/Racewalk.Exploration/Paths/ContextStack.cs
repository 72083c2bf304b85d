namespace Racewalk.Exploration.Paths;

/// <summary>The contexts that interrupts have interrupted, as interned stacks: a stack is one number, 0 the task alone.</summary>
internal sealed class ContextStack
{
    private readonly List<Entry> _entries = [default];
    private readonly Dictionary<Entry, int> _index = [];
    private readonly Stack<int> _free = [];
    private readonly HashSet<int> _kept = [];

    /// <summary>The stack with the poll at <paramref name="node"/>, which returned <paramref name="value"/>, on top.</summary>
    public int Push(int stack, int node, ulong value)
    {
        var entry = new Entry(node, value, stack);
        if (!_index.TryGetValue(entry, out int index))
        {
            if (_free.TryPop(out index))
            {
                _entries[index] = entry;
            }
            else
            {
                index = _entries.Count;
                _entries.Add(entry);
            }

            _index.Add(entry, index);
        }

        return index;
    }

    /// <summary>Where the interrupted context goes on, and the stack below.</summary>
    public (int Node, ulong Value, int Below) Pop(int stack) => (_entries[stack].Node, _entries[stack].Value, _entries[stack].Below);

    /// <summary>While the tree forgets: keeps a stack, and in the tree the polls that are on it.</summary>
    public void Keep(int stack, PathTree tree)
    {
        for (int s = stack; s != 0 && _kept.Add(s); s = _entries[s].Below)
        {
            tree.Keep(_entries[s].Node);
        }
    }

    /// <summary>Drops the stacks that were not kept.</summary>
    public void EndForgetting()
    {
        foreach ((Entry entry, int index) in _index)
        {
            if (!_kept.Contains(index))
            {
                _index.Remove(entry);
                _free.Push(index);
            }
        }

        _kept.Clear();
    }

    private readonly record struct Entry(int Node, ulong Value, int Below);
}
