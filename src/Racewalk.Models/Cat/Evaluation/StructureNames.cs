using Racewalk.Models.Cat.Graph;
using Racewalk.Models.Cat.Values;

namespace Racewalk.Models.Cat.Evaluation;

/// <summary>
/// Looks up names in a structure while a model is compiled, and remembers what was found: a compiled model fits every structure that gives the same
/// answers.
/// </summary>
internal sealed class StructureNames(ICatStructure structure, CatOptions options, NodeTable table, bool special)
{
    private readonly Dictionary<string, Value?> _found = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _variants = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tagSets = new(StringComparer.Ordinal);
    private readonly List<NameGuard> _guards = [];

    /// <summary>What was asked about names, in order.</summary>
    public IReadOnlyList<NameGuard> Guards => _guards;

    /// <summary>What was asked about variants.</summary>
    public IReadOnlyDictionary<string, bool> Variants => _variants;

    /// <summary>What was found under each name; null if nothing.</summary>
    public IReadOnlyDictionary<string, Value?> Found => _found;

    public bool HasVariant(string name)
    {
        if (options.Variants.Contains(name))
        {
            return true;
        }

        if (!_variants.TryGetValue(name, out bool on))
        {
            on = structure.HasVariant(name);
            _variants.Add(name, on);
        }

        return on;
    }

    /// <summary>Declares a set that is empty where a structure does not have it, because the model says that there is such a tag.</summary>
    public void DeclareTagSet(string name) => _tagSets.Add(name);

    public Value? Find(string name)
    {
        if (_found.TryGetValue(name, out Value? value))
        {
            return value;
        }

        NameGuard guard = NameGuard.Of(structure, name, special);
        Node? node = guard.Kind switch
        {
            _ when guard.IsEmpty => table.Empty(guard.Kind == NameKind.Set),
            NameKind.Set => table.Input(name, true, guard.Nature),
            NameKind.Relation => table.Input(name, false, guard.Nature),
            _ when name == "id" => table.Identity(),
            _ when _tagSets.Contains(name) => table.Empty(true),
            _ => null,
        };
        value = node is null ? null : new NodeValue(node);
        _guards.Add(guard with { Input = node?.Kind == NodeKind.Input ? node : null });
        _found.Add(name, value);
        return value;
    }
}
