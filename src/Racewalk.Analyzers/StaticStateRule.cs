using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Racewalk.Analyzers;

/// <summary>RW0002: static state that can change, or that holds what can change.</summary>
internal sealed class StaticStateRule : IRule
{
    /// <inheritdoc/>
    public void Visit(IOperation operation, Action<Diagnostic> report)
    {
        if (operation is IMemberReferenceOperation { Member: { IsStatic: true } member } &&
            !NondeterminismRule.Forbids(member) &&
            !IsInitialisation(operation) &&
            Complaint(member) is { } complaint)
        {
            report(Diagnostic.Create(Descriptors.StaticState, operation.Syntax.GetLocation(), Names.Display(member), complaint));
        }
    }

    /// <summary>
    /// Whether the property is only a field in disguise. A reference assembly has lost the field, but the accessors keep the compiler's mark.
    /// </summary>
    internal static bool IsAuto(IPropertySymbol property) =>
        property.ContainingType.GetMembers()
            .OfType<IFieldSymbol>()
            .Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property.OriginalDefinition)) ||
        property.GetMethod is { } getter && getter.GetAttributes().Any(a => a.AttributeClass?.Name == "CompilerGeneratedAttribute");

    private static string? Complaint(ISymbol member) => member switch
    {
        IFieldSymbol { IsConst: true } => null,
        IFieldSymbol { IsReadOnly: false } => "a static field that can be written",
        IFieldSymbol field when !IsImmutable(field.Type) => $"a static field of type '{field.Type.Name}', which can change",
        IPropertySymbol { SetMethod: not null } => "a static property that can be set",
        IPropertySymbol property when IsAuto(property) && !IsImmutable(property.Type) && !Names.IsUnder(property.ContainingType, "System") =>
            $"a static property of type '{property.Type.Name}', which can change",
        IEventSymbol => "a static event",
        _ => null,
    };

    /// <summary>A static constructor may set up static fields: it runs once, before any run.</summary>
    private static bool IsInitialisation(IOperation operation) =>
        operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart) is IMethodSymbol { MethodKind: MethodKind.StaticConstructor };

    /// <summary>Whether a value of the type cannot change. Shallow: what an immutable collection holds is not looked at.</summary>
    private static bool IsImmutable(ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Enum || type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_UIntPtr)
        {
            return true;
        }

        if (type is not INamedTypeSymbol named)
        {
            return false;
        }

        if (named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T || named.IsTupleType)
        {
            return named.TypeArguments.All(IsImmutable);
        }

        return (named.IsValueType && named.IsReadOnly) ||
            Names.Namespace(named) is "System.Collections.Immutable" or "System.Collections.Frozen" && named.ContainingType is null ||
            IsImmutableRecord(named);
    }

    /// <summary>A sealed record whose properties can be set by its initialiser only, such as a note.</summary>
    private static bool IsImmutableRecord(INamedTypeSymbol type)
    {
        if (!type.IsRecord || !type.IsSealed || type.IsValueType)
        {
            return false;
        }

        for (INamedTypeSymbol? level = type; level is { SpecialType: not SpecialType.System_Object }; level = level.BaseType)
        {
            foreach (ISymbol member in level.GetMembers().Where(m => !m.IsStatic))
            {
                if (member is IPropertySymbol { SetMethod: { IsInitOnly: false } } or IFieldSymbol { IsReadOnly: false })
                {
                    return false;
                }
            }
        }

        return true;
    }
}
