using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Racewalk.Programs;

namespace Racewalk.Analyzers.Tests;

/// <summary>Compiles source under the analyzer. Lines that must be complained about end in a comment with the rule: <c>// RW0001</c>.</summary>
internal static partial class Guarded
{
    private const string Prelude = """
        global using System;
        global using System.Collections.Generic;
        global using System.Collections.Immutable;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Racewalk.Machine;
        global using Racewalk.Programs;

        namespace Racewalk.Machine
        {
            public sealed class Cpu { public Word ReadOnce(Word address) => address; public int Number => 0; }

            [CheckedGuard] public readonly struct IrqGuard : IDisposable { public void Dispose() { } }

            public sealed class Unguarded : IDisposable { public void Dispose() { } }
        }
        """;

    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) ||
                Path.GetFileName(path) is "netstandard.dll" or "mscorlib.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(Word).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Executions.FenceKind).Assembly.Location),
    ];

    /// <summary>Checks that the analyzer complains about exactly the marked lines of the source.</summary>
    internal static async Task Check(string source)
    {
        string[] lines = source.Split('\n');
        IEnumerable<string> expected = lines.SelectMany((line, i) => ExpectedRules().Matches(line).Select(m => $"{m.Value[3..]}: {line.Trim()}"));
        IEnumerable<string> actual = (await Analyze(source)).Select(d => $"{d.Id}: {lines[Line(d)].Trim()}").Distinct();

        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    /// <summary>Checks the statements of a checked method; <c>cpu</c> is its context, <c>x</c> and <c>flag</c> are values it has read.</summary>
    /// <param name="rule">The rule that must complain, once; empty if none may.</param>
    /// <param name="statements">The statements.</param>
    internal static async Task CheckBody(string rule, string statements)
    {
        ImmutableArray<Diagnostic> found = await Analyze($$"""
            [CheckedCode]
            public static class Sample
            {
                public static void Body(ThreadContext cpu, Word x, Flag flag)
                {
                    {{statements}}
                }

                public static Word Helper(ThreadContext cpu) => cpu.Load(1);
            }
            """);
        Assert.Equal(rule, string.Join(' ', found.Select(d => d.Id)));
    }

    /// <summary>What the analyzer finds in source that compiles.</summary>
    internal static Task<ImmutableArray<Diagnostic>> Analyze(string source, params MetadataReference[] more) => Analyze(Compile(source, more));

    /// <summary>Compiles source, which must be free of errors.</summary>
    internal static CSharpCompilation Compile(string source, params MetadataReference[] more)
    {
        var compilation = CSharpCompilation.Create(
            "Sample" + more.Length,
            [CSharpSyntaxTree.ParseText(Prelude), CSharpSyntaxTree.ParseText(source, path: "Sample.cs")],
            s_references.AddRange(more),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        return compilation;
    }

    private static async Task<ImmutableArray<Diagnostic>> Analyze(CSharpCompilation compilation)
    {
        ImmutableArray<Diagnostic> found = await compilation
            .WithAnalyzers([new CheckedCodeAnalyzer()], new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false))
            .GetAnalyzerDiagnosticsAsync();
        // A crash of the analyzer is reported as AD0001, which no test expects.
        return [.. found.OrderBy(Line)];
    }

    private static int Line(Diagnostic diagnostic) => diagnostic.Location.GetLineSpan().StartLinePosition.Line;

    [GeneratedRegex("// RW\\d{4}")]
    private static partial Regex ExpectedRules();
}
