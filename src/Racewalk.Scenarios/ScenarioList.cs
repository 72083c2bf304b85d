using System.Collections;

namespace Racewalk.Scenarios;

/// <summary>
/// Scenarios in a fixed order, each made when it is first asked for: a scenario's tables are thousands of configurations,
/// and most commands are about one scenario or none. May be used by several threads.
/// </summary>
/// <param name="entries">The scenarios; ids are unique.</param>
public sealed class ScenarioList(IReadOnlyList<ScenarioEntry> entries) : IReadOnlyList<Scenario>
{
    private readonly Scenario?[] _made = new Scenario?[entries.Count];

    /// <inheritdoc/>
    public int Count => entries.Count;

    /// <summary>The ids, in order. No scenario is made for them.</summary>
    public IEnumerable<string> Ids => entries.Select(static e => e.Id);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The scenario that was made has another id than its entry.</exception>
    public Scenario this[int index] => Volatile.Read(ref _made[index]) ?? Make(index);

    /// <summary>A list of scenarios that are there already.</summary>
    /// <param name="scenarios">The scenarios.</param>
    public static ScenarioList Of(params IEnumerable<Scenario> scenarios) =>
        new([.. scenarios.Select(static s => new ScenarioEntry(s.Id, () => s))]);

    /// <summary>The scenario with the given id; null if there is none. No other scenario is made.</summary>
    public Scenario? Find(string id)
    {
        for (int i = 0; i < entries.Count; i++)
        {
            if (string.Equals(entries[i].Id, id, StringComparison.Ordinal))
            {
                return this[i];
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public IEnumerator<Scenario> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Scenario Make(int index)
    {
        ScenarioEntry entry = entries[index];
        Scenario made = entry.Make();
        return string.Equals(made.Id, entry.Id, StringComparison.Ordinal)
            ? Interlocked.CompareExchange(ref _made[index], made, null) ?? made
            : throw new InvalidOperationException($"the scenario listed as '{entry.Id}' calls itself '{made.Id}'");
    }
}

/// <summary>One scenario of a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Make">Makes it.</param>
public sealed record ScenarioEntry(string Id, Func<Scenario> Make);
