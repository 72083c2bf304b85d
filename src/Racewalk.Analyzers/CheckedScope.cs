using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Racewalk.Analyzers;

/// <summary>Decides what checked code is: whatever is marked, and everything inside it.</summary>
internal sealed class CheckedScope
{
    private readonly ConcurrentDictionary<ISymbol, bool> _containers = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the symbol, or something it lies in, is marked.</summary>
    internal bool Contains(ISymbol? symbol)
    {
        for (; symbol is not null; symbol = symbol.ContainingSymbol)
        {
            switch (symbol)
            {
                case IMethodSymbol method when IsMarked(method):
                    return true;
                case INamedTypeSymbol type:
                    return _containers.GetOrAdd(type.OriginalDefinition, Outermost);
            }
        }

        return false;
    }

    /// <summary>The operations of a block that are checked code: all of it, or the marked functions in it.</summary>
    internal IEnumerable<IOperation> Regions(ISymbol owner, IOperation block)
    {
        if (Contains(owner))
        {
            yield return block;
        }
        else if (block.Syntax.DescendantNodes().Any(IsAttributeOfFunction))
        {
            foreach (IOperation operation in block.Descendants())
            {
                if (FunctionOf(operation) is { } function && IsMarked(function) && !Enclosing(function).Any(IsMarked))
                {
                    yield return operation;
                }
            }
        }
    }

    /// <summary>The lambda or local function that the operation is; null if it is none.</summary>
    internal static IMethodSymbol? FunctionOf(IOperation operation) => operation switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        ILocalFunctionOperation local => local.Symbol,
        _ => null,
    };

    private bool Outermost(ISymbol type) =>
        IsMarked(type) || (type.ContainingType is { } outer
            ? _containers.GetOrAdd(outer.OriginalDefinition, Outermost)
            : type.ContainingAssembly is { } assembly && _containers.GetOrAdd(assembly, IsMarked));

    private static IEnumerable<ISymbol> Enclosing(ISymbol function)
    {
        for (ISymbol? outer = function.ContainingSymbol; outer is IMethodSymbol; outer = outer.ContainingSymbol)
        {
            yield return outer;
        }
    }

    private static bool IsMarked(ISymbol symbol) => symbol.GetAttributes().Any(a => Names.IsCheckedCode(a.AttributeClass));

    private static bool IsAttributeOfFunction(SyntaxNode node) =>
        node is AttributeListSyntax && node.Parent is { } parent &&
        (parent is LambdaExpressionSyntax || parent.IsKind(SyntaxKind.LocalFunctionStatement));
}
