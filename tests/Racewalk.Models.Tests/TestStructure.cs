using System.Diagnostics.CodeAnalysis;
using Racewalk.Executions;
using Racewalk.Models.Cat;

namespace Racewalk.Models.Tests;

/// <summary>A structure made of whatever sets and relations a test puts in.</summary>
internal sealed class TestStructure(int count) : ICatStructure
{
    private readonly Dictionary<string, CatNature> _natures = new(StringComparer.Ordinal);

    public int Count { get; } = count;

    public Dictionary<string, EventBits> Sets { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, EventMatrix> Relations { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Variants { get; } = new(StringComparer.Ordinal);

    public EventBits Set(string name, params IEnumerable<int> events)
    {
        var set = new EventBits(Count);
        foreach (int index in events)
        {
            set.Add(index);
        }

        return Sets[name] = set;
    }

    public EventMatrix Relation(string name, params IEnumerable<(int From, int To)> pairs)
    {
        var relation = new EventMatrix(Count);
        foreach ((int from, int to) in pairs)
        {
            relation.Add(from, to);
        }

        return Relations[name] = relation;
    }

    public EventMatrix Dynamic(string name, CatNature nature, params IEnumerable<(int From, int To)> pairs)
    {
        _natures[name] = nature;
        return Relation(name, pairs);
    }

    public void Nature(string name, CatNature nature) => _natures[name] = nature;

    public bool HasVariant(string name) => Variants.Contains(name);

    public bool TryGetSet(string name, [NotNullWhen(true)] out EventBits? set) => Sets.TryGetValue(name, out set);

    public bool TryGetRelation(string name, [NotNullWhen(true)] out EventMatrix? relation) => Relations.TryGetValue(name, out relation);

    public CatNature NatureOf(string name) => _natures.GetValueOrDefault(name, CatNature.Static);
}
