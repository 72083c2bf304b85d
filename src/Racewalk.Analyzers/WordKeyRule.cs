using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Racewalk.Analyzers;

/// <summary>RW0003: library collections and queries that hash, compare or print words behind the caller's back.</summary>
internal sealed class WordKeyRule : IRule
{
    private static readonly ImmutableHashSet<string> s_sets = ImmutableHashSet.Create(
        "HashSet", "SortedSet", "ISet", "IReadOnlySet", "ImmutableHashSet", "ImmutableSortedSet", "FrozenSet",
        "IEqualityComparer", "EqualityComparer", "IComparer", "Comparer", "IEquatable", "IComparable");

    private static readonly ImmutableHashSet<string> s_comparing = ImmutableHashSet.Create(
        "Contains", "IndexOf", "LastIndexOf", "Remove", "Distinct", "Union", "Intersect", "Except", "SequenceEqual", "ToHashSet", "Equals");

    /// <inheritdoc/>
    public void Visit(IOperation operation, Action<Diagnostic> report)
    {
        (string? how, ITypeSymbol? word) = operation switch
        {
            IInvocationOperation call when MethodKey(call.TargetMethod) is { } key => ($"'{Names.Display(call.TargetMethod)}'", key),
            IObjectCreationOperation or ICollectionExpressionOperation or IInvocationOperation or IParameterReferenceOperation
                or IFieldReferenceOperation or IPropertyReferenceOperation
                when TypeKey(operation.Type) is { } key => ($"'{operation.Type!.Name}', which compares its keys,", key),
            _ => (null, null),
        };
        if (how is not null)
        {
            report(Diagnostic.Create(Descriptors.Smuggling, operation.Syntax.GetLocation(), how, SmugglingRule.Display(word!)));
        }
    }

    /// <summary>The word in a key's place of a library type; null if there is none.</summary>
    private static ITypeSymbol? TypeKey(ITypeSymbol? type) =>
        type is INamedTypeSymbol { IsGenericType: true, Name: not "KeyValuePair" } named && Names.IsUnder(named, "System")
            ? named.TypeArguments
                .Where((argument, i) => (named.TypeParameters[i].Name == "TKey" || s_sets.Contains(named.Name)) && WordCarrier.Carries(argument))
                .FirstOrDefault()
            : null;

    /// <summary>The word that a library method compares or prints; null if there is none.</summary>
    private static ITypeSymbol? MethodKey(IMethodSymbol method)
    {
        if (method.ContainingType is not { } type || !Names.IsUnder(type, "System"))
        {
            return null;
        }

        if (s_comparing.Contains(method.Name) || type.SpecialType == SpecialType.System_String)
        {
            return method.TypeArguments.Concat(method.Parameters.Select(p => p.Type)).FirstOrDefault(WordCarrier.Carries) ?? TypeKey(type);
        }

        return method.TypeArguments.Where((argument, i) => method.TypeParameters[i].Name == "TKey" && WordCarrier.Carries(argument))
            .FirstOrDefault() ?? (method.IsStatic ? TypeKey(type) : null);
    }
}
