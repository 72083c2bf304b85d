using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Racewalk.Analyzers;

/// <summary>
/// Where the memory that an expression denotes comes from: the variables (locals, parameters) and <c>this</c> from which it is reached.
/// A type symbol stands for <c>this</c>. Memory made on the spot, or returned by a call, has no known origin.
/// </summary>
internal static class WriteOrigins
{
    private const int LongestChain = 16;

    /// <summary>The origins of a place that is written, or of an object that is changed.</summary>
    /// <param name="place">The expression.</param>
    /// <param name="function">The member or function that it stands in.</param>
    /// <param name="behindReference">Whether the memory in question is an object that the expression refers to.</param>
    internal static IEnumerable<ISymbol> Of(IOperation place, ISymbol function, bool behindReference = false) =>
        Of(place, function, behindReference, LongestChain);

    private static IEnumerable<ISymbol> Of(IOperation? place, ISymbol function, bool behind, int budget)
    {
        if (place is null || budget == 0)
        {
            return [];
        }

        IEnumerable<ISymbol> Next(IOperation? inner, bool behindInner) => Of(inner, function, behindInner, budget - 1);
        return place switch
        {
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance, Type: { } self } => [self],
            ILocalReferenceOperation local => OfLocal(local, behind, Next),
            IParameterReferenceOperation parameter => [OfParameter(parameter.Parameter, function)],
            IMemberReferenceOperation { Instance: { } receiver } => Next(receiver, behind || IsReference(receiver.Type)),
            IArrayElementReferenceOperation element => Next(element.ArrayReference, true),
            IImplicitIndexerReferenceOperation indexer => Next(indexer.Instance, behind || IsReference(indexer.Instance.Type)),
            IInlineArrayAccessOperation access => Next(access.Instance, behind),
            IConversionOperation conversion => Next(conversion.Operand, behind),
            IParenthesizedOperation parenthesized => Next(parenthesized.Operand, behind),
            ICoalesceOperation coalesce => Next(coalesce.Value, behind).Concat(Next(coalesce.WhenNull, behind)),
            IConditionalOperation conditional => Next(conditional.WhenTrue, behind).Concat(Next(conditional.WhenFalse, behind)),
            IConditionalAccessInstanceOperation => Next(Receiver(place), behind),
            ITupleOperation tuple => tuple.Elements.SelectMany(e => Next(e, behind)),
            _ => [],
        };
    }

    /// <summary>A local; where it only refers to other memory, also that memory.</summary>
    private static IEnumerable<ISymbol> OfLocal(
        ILocalReferenceOperation local, bool behind, Func<IOperation?, bool, IEnumerable<ISymbol>> next)
    {
        IEnumerable<ISymbol> self = [local.Local];
        return behind || local.Local.RefKind != RefKind.None ? self.Concat(next(Initialiser(local), behind)) : self;
    }

    /// <summary>A parameter of the primary constructor, used in another member, is a field of <c>this</c>.</summary>
    private static ISymbol OfParameter(IParameterSymbol parameter, ISymbol function) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor && !IsInside(function, constructor)
            ? constructor.ContainingType
            : parameter;

    private static bool IsInside(ISymbol? function, ISymbol outer)
    {
        for (; function is IMethodSymbol; function = function.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(function, outer))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a local was given where it was declared.</summary>
    internal static IOperation? Initialiser(ILocalReferenceOperation local) =>
        local.Local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } syntax &&
        local.SemanticModel?.GetOperation(syntax) is IVariableDeclaratorOperation declarator
            ? declarator.GetVariableInitializer()?.Value
            : null;

    private static bool IsReference(ITypeSymbol? type) => type is { IsReferenceType: true } or { IsRefLikeType: true };

    private static IOperation? Receiver(IOperation place)
    {
        for (IOperation inner = place; inner.Parent is { } outer; inner = outer)
        {
            if (outer is IConditionalAccessOperation access && access.WhenNotNull == inner)
            {
                return access.Operation;
            }
        }

        return null;
    }
}
