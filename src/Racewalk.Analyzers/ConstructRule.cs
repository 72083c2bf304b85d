using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Racewalk.Analyzers;

/// <summary>RW0006: constructs inside a body. What a declaration says is <see cref="DeclarationRule"/>'s.</summary>
internal sealed class ConstructRule : IRule
{
    internal const string NoSuspension = "a thread is never suspended; an operation that must wait blocks and unwinds";
    internal const string NoRawMemory = "raw memory is invisible to the memory model";
    private const string NoJump = "a jump hides the loop that LoopHead must mark; write the loop";

    /// <inheritdoc/>
    public void Visit(IOperation operation, Action<Diagnostic> report)
    {
        (string? construct, string why) = operation switch
        {
            IAwaitOperation => ("await", NoSuspension),
            IForEachLoopOperation { IsAsynchronous: true } => ("await foreach", NoSuspension),
            IUsingOperation { IsAsynchronous: true } or IUsingDeclarationOperation { IsAsynchronous: true } => ("await using", NoSuspension),
            IReturnOperation { IsImplicit: false, Kind: OperationKind.YieldReturn or OperationKind.YieldBreak } => ("yield", NoSuspension),
            IAnonymousFunctionOperation { Symbol.IsAsync: true } or ILocalFunctionOperation { Symbol.IsAsync: true } => ("async", NoSuspension),
            ILocalFunctionOperation { Syntax: LocalFunctionStatementSyntax local } when local.Modifiers.Any(SyntaxKind.UnsafeKeyword) =>
                ("unsafe", NoRawMemory),
            IBlockOperation { Syntax.Parent: UnsafeStatementSyntax } => ("unsafe", NoRawMemory),
            IBranchOperation { BranchKind: BranchKind.GoTo } => ("goto", NoJump),
            IInvocationOperation { TargetMethod: { } method } when IsRawMemory(method.ContainingType) => (Names.Display(method), NoRawMemory),
            _ => (null, ""),
        };
        if (construct is not null)
        {
            SyntaxNode node = operation.Syntax.Parent is UnsafeStatementSyntax statement ? statement : operation.Syntax;
            Location location = operation is IInvocationOperation ? node.GetLocation() : node.GetFirstToken().GetLocation();
            report(Diagnostic.Create(Descriptors.Construct, location, construct, why));
        }
    }

    private static bool IsRawMemory(ITypeSymbol? type) =>
        Names.Is(type, "System.Runtime.CompilerServices", "Unsafe") ||
        Names.Is(type, "System.Runtime.InteropServices", "MemoryMarshal") ||
        Names.Is(type, "System.Runtime.InteropServices", "CollectionsMarshal") ||
        Names.Is(type, "System.Runtime.InteropServices", "Marshal");
}
