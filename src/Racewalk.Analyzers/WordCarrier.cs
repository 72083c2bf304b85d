using System.Linq;
using Microsoft.CodeAnalysis;

namespace Racewalk.Analyzers;

/// <summary>Finds the types through whose object methods a word could leave.</summary>
internal static class WordCarrier
{
    private const int DeepestNesting = 8;

    /// <summary>Whether the type is Word or Flag, or a struct, tuple or record with one inside.</summary>
    internal static bool Carries(ITypeSymbol? type) => Carries(type, 0);

    private static bool Carries(ITypeSymbol? type, int depth)
    {
        if (Names.IsWordOrFlag(type))
        {
            return true;
        }

        if (type is not INamedTypeSymbol named || depth > DeepestNesting || !(named.IsValueType || named.IsRecord) ||
            named.SpecialType != SpecialType.None || named.TypeKind == TypeKind.Enum)
        {
            return false;
        }

        // A record class seen through a reference assembly shows its properties only.
        return named.GetMembers().Where(m => !m.IsStatic).Any(member => member switch
        {
            IFieldSymbol field => Carries(field.Type, depth + 1),
            IPropertySymbol property => named.IsRecord && Carries(property.Type, depth + 1),
            _ => false,
        });
    }
}
