using Racewalk.Executions;

namespace Racewalk.Exploration.Graphs;

/// <summary>What follows from an operation's place in the tree of its thread, where there are no handlers: its dependencies and local order, as events of the thread.</summary>
internal record struct KnownOrder
{
    public EventSet AddressReads;
    public EventSet DataReads;
    public EventSet ControlReads;
    public EventSet LocalOrder;

    /// <summary>The causal prefix but for the source; of a read, as if it read the initial value.</summary>
    public EventSet Prefix;
}

/// <summary>A cache of <see cref="KnownOrder"/>s. What has no place is computed again.</summary>
internal sealed class KnownOrders
{
    private const int Size = 4096;

    private readonly int[] _keys = new int[Size];
    private readonly KnownOrder[] _orders = new KnownOrder[Size];

    /// <summary>Whether something is known of an operation; else its place in the cache is made free.</summary>
    /// <param name="node">The operation.</param>
    /// <param name="isSecond">Whether it is the write of a read-modify-write.</param>
    /// <param name="place">Its place.</param>
    public bool TryFind(int node, bool isSecond, out int place)
    {
        place = PlaceOf(node, isSecond, out int key);
        if (_keys[place] == key)
        {
            return true;
        }

        _keys[place] = key;
        return false;
    }

    /// <summary>What is known of an operation, if something is.</summary>
    public bool TryGet(int node, bool isSecond, out KnownOrder known)
    {
        int place = PlaceOf(node, isSecond, out int key);
        known = _orders[place];
        return _keys[place] == key;
    }

    private static int PlaceOf(int node, bool isSecond, out int key)
    {
        key = 1 + (2 * node) + (isSecond ? 1 : 0);
        return (key * 0x9E3779B) >> 8 & (Size - 1);
    }

    /// <summary>What is in a place.</summary>
    public ref KnownOrder this[int place] => ref _orders[place];

    /// <summary>Forgets everything.</summary>
    public void Clear() => Array.Clear(_keys);
}
