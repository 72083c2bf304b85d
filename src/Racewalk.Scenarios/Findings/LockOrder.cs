using Racewalk.Exploration;

namespace Racewalk.Scenarios.Findings;

/// <summary>
/// In which orders locks are nested, by class, in all executions together (lockdep's question: v6.12 Documentation/locking/lockdep-design.rst). Two classes that are nested both ways, even in
/// different executions, can deadlock where something else brings these executions together.
/// </summary>
internal sealed class LockOrder
{
    private readonly SortedSet<(string Outer, string Inner)> _nested = new(Comparer<(string Outer, string Inner)>.Create(static (a, b) =>
        string.CompareOrdinal(a.Outer, b.Outer) is var outer && outer != 0 ? outer : string.CompareOrdinal(a.Inner, b.Inner)));

    /// <summary>The nestings, in order.</summary>
    internal IEnumerable<(string Outer, string Inner)> All => _nested;

    /// <summary>The nestings of an execution join.</summary>
    internal void Add(Execution execution)
    {
        for (int thread = 0; thread < execution.Threads.Count; thread++)
        {
            HeldLock.Follow(execution, thread, [], (inner, outer) =>
            {
                foreach (HeldLock held in outer)
                {
                    _nested.Add((held.Lock.LockClass, inner.LockClass));
                }
            });
        }
    }

    /// <summary>The nestings of other executions join.</summary>
    internal void Add(LockOrder other) => _nested.UnionWith(other._nested);

    /// <summary>Writes the nestings.</summary>
    internal void Save(BinaryWriter writer)
    {
        writer.Write(_nested.Count);
        foreach ((string outer, string inner) in _nested)
        {
            writer.Write(outer);
            writer.Write(inner);
        }
    }

    /// <summary>Nestings that were written join.</summary>
    internal void Load(BinaryReader reader)
    {
        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            _nested.Add((reader.ReadString(), reader.ReadString()));
        }
    }

    /// <summary>Every cycle of classes, each told once, from its first class in order.</summary>
    internal IEnumerable<string> Inversions() => _nested.Select(static n => n.Outer).Distinct(StringComparer.Ordinal)
        .Select(start => Way([start])).OfType<string>();

    // A way back to the first class through classes that come after it in order.
    private string? Way(List<string> path)
    {
        foreach ((_, string inner) in _nested.Where(n => n.Outer == path[^1]))
        {
            if (inner == path[0])
            {
                return path.Count == 1
                    ? $"two locks of the class {inner} are nested"
                    : $"locks are nested in a circle: {string.Join(" > ", path)} > {inner}";
            }

            if (string.CompareOrdinal(inner, path[0]) > 0 && !path.Contains(inner) && Way([.. path, inner]) is { } way)
            {
                return way;
            }
        }

        return null;
    }
}
