using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Racewalk.Analyzers;

/// <summary>Guards checked code: whatever is marked with <c>Racewalk.Programs.CheckedCodeAttribute</c>, and all inside it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CheckedCodeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.Unwind,
        Descriptors.StaticState,
        Descriptors.Smuggling,
        Descriptors.Nondeterminism,
        Descriptors.SharedMemory,
        Descriptors.Construct,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // A generated file that lies in checked code runs like any other.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (!start.Compilation.GetTypesByMetadataName(Names.CheckedCodeMetadataName).IsEmpty)
            {
                Register(start);
            }
        });
    }

    private static void Register(CompilationStartAnalysisContext start)
    {
        var scope = new CheckedScope();
        var runs = new RunGraph();
        ImmutableArray<IRule> rules =
            [new UnwindRule(scope), new StaticStateRule(), new SmugglingRule(), new WordKeyRule(), new NondeterminismRule(), new ConstructRule()];

        start.RegisterOperationBlockAction(context =>
        {
            foreach (IOperation region in context.OperationBlocks.SelectMany(block => scope.Regions(context.OwningSymbol, block)))
            {
                foreach (IOperation operation in Executed(region))
                {
                    foreach (IRule rule in rules)
                    {
                        rule.Visit(operation, context.ReportDiagnostic);
                    }

                    RunScan.Visit(operation, context.OwningSymbol, runs);
                }
            }
        });
        start.RegisterSymbolAction(
            context => DeclarationRule.Visit(context, scope),
            SymbolKind.NamedType,
            SymbolKind.Method,
            SymbolKind.Property,
            SymbolKind.Field,
            SymbolKind.Event);
        start.RegisterCompilationEndAction(context => runs.Report(context.ReportDiagnostic));
    }

    /// <summary>The operations below a root, without what <c>nameof</c> only names.</summary>
    private static IEnumerable<IOperation> Executed(IOperation root)
    {
        var pending = new Stack<IOperation>();
        pending.Push(root);
        while (pending.Count > 0)
        {
            IOperation operation = pending.Pop();
            if (operation is INameOfOperation)
            {
                continue;
            }

            yield return operation;
            foreach (IOperation child in operation.ChildOperations)
            {
                pending.Push(child);
            }
        }
    }
}
