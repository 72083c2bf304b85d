using System.Runtime.InteropServices;
using Racewalk.Executions;
using Racewalk.Models.Cat.Graph;

namespace Racewalk.Models.Cat.Evaluation;

internal enum NameKind
{
    None,
    Set,
    Relation,
}

/// <summary>What a structure has under a name, whether it is known to be empty, and the node that stands for it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NameGuard(string Name, NameKind Kind, CatNature Nature, bool IsEmpty, Node? Input)
{
    /// <summary>Asks a structure; if <paramref name="withEmptiness"/>, for whether a static set or relation is empty, too.</summary>
    public static NameGuard Of(ICatStructure structure, string name, bool withEmptiness)
    {
        bool empty;
        NameKind kind;
        if (structure.TryGetSet(name, out EventBits? set))
        {
            (kind, empty) = (NameKind.Set, withEmptiness && set.IsEmpty);
        }
        else if (structure.TryGetRelation(name, out EventMatrix? relation))
        {
            (kind, empty) = (NameKind.Relation, withEmptiness && relation.IsEmpty);
        }
        else
        {
            return new NameGuard(name, NameKind.None, CatNature.Static, false, null);
        }

        CatNature nature = structure.NatureOf(name);
        return new NameGuard(name, kind, nature, empty && nature == CatNature.Static, null);
    }

    /// <summary>Whether a structure gives the same answer.</summary>
    public bool Holds(ICatStructure structure, bool withEmptiness) => Of(structure, Name, withEmptiness) with { Input = Input } == this;
}
