using Racewalk.Executions;

namespace Racewalk.Machine;

/// <summary>A value that a word has at some time in an execution.</summary>
/// <param name="Slot">The write; -1 for the initial value.</param>
/// <param name="Value">The value.</param>
internal readonly record struct EntryVersion(int Slot, ulong Value);

/// <summary>The values that each word has in an execution, in coherence order.</summary>
/// <param name="graph">The execution.</param>
/// <param name="initial">The initial values.</param>
internal sealed class EntryVersions(ExecutionGraph graph, IReadOnlyDictionary<ulong, ulong> initial)
{
    private readonly Dictionary<ulong, int> _locations =
        graph.Addresses.Take(graph.LocationCount).Select(static (a, l) => KeyValuePair.Create(a, l)).ToDictionary();

    private readonly Dictionary<ulong, IReadOnlyList<EntryVersion>> _known = [];

    /// <summary>The execution.</summary>
    internal ExecutionGraph Graph => graph;

    /// <summary>The values of a word, the initial one first.</summary>
    internal IReadOnlyList<EntryVersion> Of(ulong address)
    {
        if (!_known.TryGetValue(address, out IReadOnlyList<EntryVersion>? versions))
        {
            var all = new List<EntryVersion> { new(-1, initial.GetValueOrDefault(address)) };
            if (_locations.TryGetValue(address, out int location))
            {
                for (int w = graph.First(location); w >= 0; w = graph.Events[w].CoherenceNext)
                {
                    all.Add(new EntryVersion(w, graph.Events[w].Value));
                }
            }

            _known[address] = versions = all;
        }

        return versions;
    }

    /// <summary>How far into a page the words lie that anything is known of.</summary>
    internal IEnumerable<ulong> OffsetsIn(ulong page, ulong size) =>
        initial.Keys.Concat(_locations.Keys).Where(a => a >= page && a - page < size).Select(a => a - page).Distinct();
}
