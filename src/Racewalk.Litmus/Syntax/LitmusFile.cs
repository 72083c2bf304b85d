using Racewalk.Litmus.Dialects.C;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Syntax;

/// <summary>A litmus file of any dialect as it stands: nothing is looked up yet.</summary>
public sealed record LitmusFile
{
    /// <summary>The text.</summary>
    public required SourceText Source { get; init; }

    /// <summary>The first word: C, AArch64, X86, X86_64, PPC.</summary>
    public required string Architecture { get; init; }

    /// <summary>The test's name.</summary>
    public required string Name { get; init; }

    /// <summary>The quoted text below the name, or nothing.</summary>
    public string Doc { get; init; } = "";

    /// <summary>The header's <c>Key=Value</c> lines; of a key that is there twice, the last.</summary>
    public required IReadOnlyDictionary<string, string> Info { get; init; }

    /// <summary>What stands between the braces, in its order.</summary>
    public required IReadOnlyList<InitItem> Init { get; init; }

    /// <summary>The columns of the program, handlers included, in their order; null for C.</summary>
    public IReadOnlyList<AsmThread>? AsmThreads { get; init; }

    /// <summary>The functions of the program, in their order; null for assembly.</summary>
    public IReadOnlyList<CThreadSyntax>? CThreads { get; init; }

    /// <summary>What <c>locations</c> names.</summary>
    public required IReadOnlyList<PlaceSyntax> Shown { get; init; }

    /// <summary>The faults that <c>locations</c> names.</summary>
    public IReadOnlyList<FaultCondition> ShownFaults { get; init; } = [];

    /// <summary>The proposition of <c>filter</c>, or null.</summary>
    public ConditionSyntax? Filter { get; init; }

    /// <summary>How the condition quantifies.</summary>
    public required Quantifier Quantifier { get; init; }

    /// <summary>The condition's proposition; true where there is none.</summary>
    public required ConditionSyntax Condition { get; init; }

    /// <summary>The proposition's text, comments and line ends replaced by spaces.</summary>
    public string ConditionText { get; init; } = "";
}

/// <summary>One column of an assembly program.</summary>
/// <param name="Number">The thread's number.</param>
/// <param name="IsHandler">Whether it is the thread's exception handler (P1.F) and not its code.</param>
/// <param name="Cells">The instructions and labels from top to bottom. A cell can be empty, and can hold a label in front of an instruction.</param>
public sealed record AsmThread(int Number, bool IsHandler, IReadOnlyList<AsmCell> Cells);

/// <summary>One cell of an assembly program, without the blanks and comments around it; a comment between two words of it is still there.</summary>
/// <param name="Start">Where it begins in the source.</param>
/// <param name="Length">How long it is.</param>
public readonly record struct AsmCell(int Start, int Length);
