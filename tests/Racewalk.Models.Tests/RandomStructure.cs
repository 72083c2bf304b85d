using System.Diagnostics.CodeAnalysis;
using Racewalk.Executions;
using Racewalk.Models.Cat;

namespace Racewalk.Models.Tests;

/// <summary>
/// A structure that has every name, with random contents that depend only on the name and a seed: sets for names that start with a capital, relations for
/// others. A third of them are empty.
/// </summary>
internal sealed class RandomStructure(int count, int seed, Func<string, CatNature> nature) : ICatStructure
{
    private readonly Dictionary<string, EventBits> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EventMatrix> _relations = new(StringComparer.Ordinal);

    public int Count => count;

    public bool HasVariant(string name) => name == "lkmmv2";

    public CatNature NatureOf(string name) => nature(name);

    public bool TryGetSet(string name, [NotNullWhen(true)] out EventBits? set)
    {
        if (IsRelation(name))
        {
            set = null;
            return false;
        }

        if (!_sets.TryGetValue(name, out set))
        {
            set = new EventBits(count);
            Random random = Source(name);
            double density = random.Next(3) * 0.4;
            for (int i = 0; i < count; i++)
            {
                set[i] = random.NextDouble() < density;
            }

            _sets.Add(name, set);
        }

        return true;
    }

    public bool TryGetRelation(string name, [NotNullWhen(true)] out EventMatrix? relation)
    {
        if (!IsRelation(name))
        {
            relation = null;
            return false;
        }

        if (!_relations.TryGetValue(name, out relation))
        {
            relation = new EventMatrix(count);
            Random random = Source(name);
            double density = random.Next(3) * 0.8 / count;
            for (int i = 0; i < count * count; i++)
            {
                relation[i / count, i % count] = name == "id" ? i / count == i % count : random.NextDouble() < density;
            }

            _relations.Add(name, relation);
        }

        return true;
    }

    private static bool IsRelation(string name) => name == "PTEtoPA" || !char.IsAsciiLetterUpper(name.TrimStart('_')[0]);

    private Random Source(string name) => new(name.Aggregate(seed, (hash, c) => unchecked(hash * 31 + c)));
}
