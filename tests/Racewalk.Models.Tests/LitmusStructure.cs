using Racewalk.Models.Cat;

namespace Racewalk.Models.Tests;

/// <summary>Events of a small program, and the sets and relations that models expect.</summary>
internal sealed class LitmusStructure
{
    private readonly List<(int Thread, string Kind, string? Location)> _events = [];
    private readonly Dictionary<int, string[]> _tags = [];

    /// <summary>Adds the initial write of a location.</summary>
    public int Initial(string location) => Add(-1, "W", location);

    /// <summary>Adds an event: <c>R</c>, <c>W</c> or <c>F</c>, with the names of further sets that it is in.</summary>
    public int Add(int thread, string kind, string? location, params string[] tags)
    {
        _events.Add((thread, kind, location));
        _tags.Add(_events.Count - 1, tags);
        return _events.Count - 1;
    }

    /// <summary>The structure: rf and co are there, empty and growing; FW is what co leaves.</summary>
    public TestStructure Build(params string[] emptySets)
    {
        int n = _events.Count;
        var structure = new TestStructure(n);
        int[] all = [.. Enumerable.Range(0, n)];
        structure.Set("R", all.Where(e => _events[e].Kind == "R"));
        structure.Set("W", all.Where(e => _events[e].Kind == "W"));
        structure.Set("M", all.Where(e => _events[e].Kind != "F"));
        structure.Set("F", all.Where(e => _events[e].Kind == "F"));
        structure.Set("IW", all.Where(e => _events[e].Thread < 0));
        structure.Set("Exp", all);
        foreach (string name in emptySets.Concat(["B", "FW", "X", "EX", "NExp", "PTE", "ADDR", "SPEC"]))
        {
            structure.Set(name);
        }

        foreach (IGrouping<string, int> set in all.SelectMany(e => _tags[e].Select(tag => (tag, e))).GroupBy(p => p.tag, p => p.e))
        {
            structure.Set(set.Key, set);
        }

        var pairs = all.SelectMany(a => all.Select(b => (From: a, To: b))).ToList();
        structure.Relation("po", pairs.Where(p => p.From < p.To && Thread(p.From) == Thread(p.To) && Thread(p.From) >= 0));
        structure.Relation("loc", pairs.Where(p => _events[p.From].Location is { } location && location == _events[p.To].Location));
        structure.Relation("int", pairs.Where(p => Thread(p.From) == Thread(p.To) && Thread(p.From) >= 0));
        structure.Relation("ext", pairs.Where(p => Thread(p.From) != Thread(p.To)));
        structure.Relation("id", all.Select(e => (e, e)));
        foreach (string name in new[] { "addr", "data", "ctrl", "iico_data", "iico_ctrl", "iico_order", "rf-reg", "rmw" })
        {
            structure.Relation(name);
        }

        foreach (string name in new[] { "same-instance", "si", "sm" })
        {
            structure.Relation(name, all.Select(e => (e, e)));
        }

        structure.Dynamic("rf", CatNature.Growing);
        structure.Dynamic("co", CatNature.Growing);
        return structure;
    }

    private int Thread(int index) => _events[index].Thread;
}
