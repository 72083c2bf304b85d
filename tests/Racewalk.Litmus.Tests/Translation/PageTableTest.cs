using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;
using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Tests.Translation;

/// <summary>Writes small AArch64 tests and checks them.</summary>
internal static class PageTableTest
{
    /// <summary>A test: the initial state is its third line, or later if there is a header, and the code begins two lines below.</summary>
    /// <param name="init">The initial state.</param>
    /// <param name="code">Rows of the table with the threads' names first; a single thread if there are no names.</param>
    /// <param name="end">What stands behind the code.</param>
    /// <param name="header">A line of the header.</param>
    public static string Text(string init, string code, string end = "exists (true)", string header = "")
    {
        string[] rows = code.Split('\n');
        string table = string.Join('\n', (rows[0].StartsWith("P0", StringComparison.Ordinal) ? rows : ["P0", .. rows]).Select(static r => $" {r} ;"));
        return $"AArch64 t\n{(header.Length == 0 ? "" : header + "\n")}{{\n{init}\n}}\n{table}\n{end}\n";
    }

    /// <summary>The program of a text.</summary>
    public static LitmusProgram Load(string text, params string[] variants) =>
        LitmusReader.Lower(LitmusReader.Parse(new SourceText("t.litmus", text)), variants.ToHashSet());

    /// <summary>What comes of a text under the model that belongs to it.</summary>
    public static LitmusResult Check(string text, params string[] variants) => Check(text, new LitmusLimits(), variants);

    /// <summary>What comes of a text under the model that belongs to it, within limits.</summary>
    public static LitmusResult Check(string text, LitmusLimits limits, params string[] variants)
    {
        LitmusProgram program = Load(text, variants);
        return LitmusChecker.Check(program, BuiltInModels.ForDialect(program.Architecture, program.Translation is not null), limits);
    }

    /// <summary>The final states of a text, one a line.</summary>
    public static string States(string text, params string[] variants) => string.Join('\n', Check(text, variants).States.Select(static s => s.Text));
}
