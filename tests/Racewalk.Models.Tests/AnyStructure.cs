using System.Diagnostics.CodeAnalysis;
using Racewalk.Executions;
using Racewalk.Models.Cat;

namespace Racewalk.Models.Tests;

/// <summary>A structure that has every name: a set if the name starts with a capital, else a relation. All are empty, but not known to be.</summary>
internal sealed class AnyStructure(int count) : ICatStructure
{
    private readonly EventBits _set = new(count);
    private readonly EventMatrix _relation = new(count);

    public int Count => count;

    public bool HasVariant(string name) => false;

    public bool TryGetSet(string name, [NotNullWhen(true)] out EventBits? set)
    {
        set = char.IsAsciiLetterUpper(name.TrimStart('_')[0]) ? _set : null;
        return set is not null;
    }

    public bool TryGetRelation(string name, [NotNullWhen(true)] out EventMatrix? relation)
    {
        relation = TryGetSet(name, out _) ? null : _relation;
        return relation is not null;
    }

    public CatNature NatureOf(string name) => CatNature.Growing;
}
