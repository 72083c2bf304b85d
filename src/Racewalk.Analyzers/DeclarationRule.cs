using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Racewalk.Analyzers;

/// <summary>RW0006: the modifiers <c>async</c> and <c>unsafe</c> on declarations of checked code.</summary>
internal static class DeclarationRule
{
    /// <summary>Looks at one declared symbol.</summary>
    internal static void Visit(SymbolAnalysisContext context, CheckedScope scope)
    {
        if (!scope.Contains(context.Symbol))
        {
            return;
        }

        foreach (SyntaxReference reference in context.Symbol.DeclaringSyntaxReferences)
        {
            foreach (SyntaxToken modifier in Modifiers(reference.GetSyntax(context.CancellationToken), context.Symbol))
            {
                string? why = modifier.Kind() switch
                {
                    SyntaxKind.AsyncKeyword => ConstructRule.NoSuspension,
                    SyntaxKind.UnsafeKeyword => ConstructRule.NoRawMemory,
                    _ => null,
                };
                if (why is not null)
                {
                    context.ReportDiagnostic(Diagnostic.Create(Descriptors.Construct, modifier.GetLocation(), modifier.Text, why));
                }
            }
        }
    }

    private static SyntaxTokenList Modifiers(SyntaxNode node, ISymbol symbol) => node switch
    {
        // A primary constructor shares the declaration of its type, which answers for both.
        TypeDeclarationSyntax type => symbol is INamedTypeSymbol ? type.Modifiers : default,
        MemberDeclarationSyntax member => member.Modifiers,
        // A field declaration declares several symbols; only the first answers for it.
        VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Parent: BaseFieldDeclarationSyntax field } list } variable
            when list.Variables.First() == variable => field.Modifiers,
        _ => default,
    };
}
