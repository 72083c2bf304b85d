using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Racewalk.Analyzers;

/// <summary>RW0003: looking into a word, treating it as an object, matching patterns on it.</summary>
internal sealed class SmugglingRule : IRule
{
    /// <inheritdoc/>
    public void Visit(IOperation operation, Action<Diagnostic> report)
    {
        (string? how, ITypeSymbol? type) = operation switch
        {
            IPropertyReferenceOperation { Property: { } property } when IsInside(property) =>
                ($"'{property.Name}'", property.ContainingType),
            IInvocationOperation call when IsObjectMethod(call.TargetMethod, call.Instance) =>
                ($"'{call.TargetMethod.Name}'", call.Instance!.Type),
            IMethodReferenceOperation reference when IsObjectMethod(reference.Method, reference.Instance) =>
                ($"'{reference.Method.Name}'", reference.Instance!.Type),
            IBinaryOperation { OperatorMethod: { } method, LeftOperand: { } left }
                when IsSynthesised(method) && WordCarrier.Carries(left.Type) => ("comparing as a record", left.Type),
            IConversionOperation conversion when IsBoxing(conversion) =>
                ($"conversion to '{conversion.Type!.Name}'", conversion.Operand.Type),
            IInterpolationOperation hole when WordCarrier.Carries(hole.Expression.Type) => ("string interpolation", hole.Expression.Type),
            IInterpolatedStringAppendOperation { AppendCall: IInvocationOperation append }
                when FormattedAsAnything(append) is { } formatted => ("string interpolation", formatted),
            IIsPatternOperation match when Names.IsWordOrFlag(match.Value.Type) => ("pattern matching", match.Value.Type),
            IIsTypeOperation test when Names.IsWordOrFlag(test.ValueOperand.Type) => ("a type test", test.ValueOperand.Type),
            ISwitchOperation @switch when Names.IsWordOrFlag(@switch.Value.Type) => ("a switch statement", @switch.Value.Type),
            ISwitchExpressionOperation @switch when Names.IsWordOrFlag(@switch.Value.Type) => ("a switch expression", @switch.Value.Type),
            IPatternOperation pattern when IsInnerTest(pattern) => ("pattern matching", pattern.InputType),
            _ => (null, null),
        };
        if (how is not null)
        {
            report(Diagnostic.Create(Descriptors.Smuggling, operation.Syntax.GetLocation(), how, Display(type!)));
        }
    }

    /// <summary>The type's name for messages: tuples have none of their own.</summary>
    internal static string Display(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static bool IsInside(IPropertySymbol property) =>
        property.Name is "Bits" or "Value" or "Reads" && Names.IsWordOrFlag(property.ContainingType);

    /// <summary>Equals, GetHashCode or ToString of a word, or of a carrier that has no such method written by hand.</summary>
    private static bool IsObjectMethod(IMethodSymbol method, IOperation? instance) =>
        method.Name is "Equals" or "GetHashCode" or "ToString" && !method.IsStatic && WordCarrier.Carries(instance?.Type) &&
        (Names.IsWordOrFlag(instance?.Type) || IsSynthesised(method) ||
            !SymbolEqualityComparer.Default.Equals(method.ContainingType, instance?.Type));

    private static bool IsSynthesised(IMethodSymbol method) =>
        method.IsImplicitlyDeclared || method.GetAttributes().Any(a => a.AttributeClass?.Name == "CompilerGeneratedAttribute");

    private static bool IsBoxing(IConversionOperation conversion) =>
        conversion.OperatorMethod is null &&
        conversion.Operand.Type is { IsValueType: true } from &&
        conversion.Type is { IsReferenceType: true } or { TypeKind: TypeKind.Dynamic } &&
        WordCarrier.Carries(from);

    /// <summary>An interpolated string handler that takes words as words knows what it does; one that takes anything does not.</summary>
    private static ITypeSymbol? FormattedAsAnything(IInvocationOperation append) => append.Arguments
        .Where(a => a.Parameter?.OriginalDefinition.Type is ITypeParameterSymbol && WordCarrier.Carries(a.Value.Type))
        .Select(a => a.Value.Type)
        .FirstOrDefault();

    /// <summary>A test on a word inside a larger pattern. A mere name for the part is none; an outermost pattern is its owner's.</summary>
    private static bool IsInnerTest(IPatternOperation pattern) =>
        Names.IsWordOrFlag(pattern.InputType) &&
        pattern is not (IDiscardPatternOperation or IDeclarationPatternOperation { MatchesNull: true }) &&
        pattern.Parent is IPropertySubpatternOperation or IRecursivePatternOperation or IListPatternOperation;
}
