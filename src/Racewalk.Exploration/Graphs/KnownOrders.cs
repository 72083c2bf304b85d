using Racewalk.Executions;

namespace Racewalk.Exploration.Graphs;

/// <summary>
/// What follows from an operation's place in the tree of its thread, and from which of the thread's reads stand as failed, where there are no handlers: its dependencies and local order, as events of the thread.
/// </summary>
internal record struct KnownOrder
{
    /// <summary>The thread's reads that stand as failed (<see cref="GraphEvent.IsProvisional"/>).</summary>
    public EventSet Provisional;

    public EventSet AddressReads;
    public EventSet DataReads;
    public EventSet ControlReads;
    public EventSet LocalOrder;

    /// <summary>The causal prefix but for the source; of a read, as if it read the initial value.</summary>
    public EventSet Prefix;

    /// <summary>Of a read that a write of its own thread is forwarded to: the write, and the prefix.</summary>
    public int Forwarded;
    public EventSet ForwardedPrefix;
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
    /// <param name="provisional">The thread's reads that stand as failed.</param>
    /// <param name="place">Its place.</param>
    public bool TryFind(int node, bool isSecond, EventSet provisional, out int place)
    {
        place = PlaceOf(node, isSecond, provisional, out int key);
        if (_keys[place] == key && _orders[place].Provisional == provisional)
        {
            return true;
        }

        _keys[place] = key;
        return false;
    }

    /// <summary>The prefix of an operation of a thread none of whose reads stands as failed, if it is known.</summary>
    public bool TryGetPrefix(int node, out EventSet prefix)
    {
        bool isKnown = TryGet(node, isSecond: false, out int place);
        prefix = _orders[place].Prefix;
        return isKnown;
    }

    /// <summary>The local order of an operation of a thread none of whose reads stands as failed, if it is known.</summary>
    public bool TryGetLocalOrder(int node, out EventSet order)
    {
        bool isKnown = TryGet(node, isSecond: false, out int place);
        order = _orders[place].LocalOrder;
        return isKnown;
    }

    /// <summary>Whether something is known of an operation of a thread none of whose reads stands as failed, and its place. The two parts of a read-modify-write have different places.</summary>
    public bool TryGet(int node, bool isSecond, out int place)
    {
        place = PlaceOf(node, isSecond, default, out int key);
        return _keys[place] == key && _orders[place].Provisional.IsEmpty;
    }

    private static int PlaceOf(int node, bool isSecond, EventSet provisional, out int key)
    {
        key = 1 + (2 * node) + (isSecond ? 1 : 0);
        // Operations are numbered as they are met, so those of a program that is not large lie close together and never in one place.
        return (provisional.IsEmpty ? key : key + (provisional.GetHashCode() << 1)) & (Size - 1);
    }

    /// <summary>What is in a place.</summary>
    public ref KnownOrder this[int place] => ref _orders[place];

    /// <summary>Forgets everything.</summary>
    public void Clear() => Array.Clear(_keys);
}
