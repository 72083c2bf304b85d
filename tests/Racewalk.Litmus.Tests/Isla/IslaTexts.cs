using Racewalk.Litmus.Isla;
using Racewalk.Litmus.Isla.Layout;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Tests.Isla;

/// <summary>Small tests of the isla dialect: a setup of one line is line 5, the value of X0 line 10 from column 7, the assertion line 12, column 14.</summary>
internal static class IslaTexts
{
    /// <summary>The text of a test with one thread.</summary>
    public static string Text(string setup, string value = "x", string assertion = "true", string more = "") =>
        $""""
        arch = "AArch64"
        name = "t"
        symbolic = ["x", "y"]
        page_table_setup = """
        {setup}
        """
        [thread.0]
        code = "L0: NOP"
        [thread.0.reset]
        R0 = "{value}"
        [final]
        assertion = "{assertion}"
        {more}
        """";

    public static IslaTest Parse(string text) => IslaReader.Parse(new SourceText("t.toml", text));

    public static IslaTest ParseSetup(string setup) => Parse(Text(setup));

    public static IslaInitialState Evaluate(string setup, string value = "x", string assertion = "true", string more = "") =>
        IslaEvaluator.Evaluate(Parse(Text(setup, value, assertion, more)));

    /// <summary>A walk in the default tables.</summary>
    public static TranslationWalk Walk(this IslaInitialState state, string name) =>
        state.Tables.Walk(state.Tables.Areas[0].Root, state.Addresses[name].Value);

    /// <summary>The address of a name.</summary>
    public static ulong At(this IslaInitialState state, string name) => state.Addresses[name].Value;

    /// <summary>The value that X0 starts with.</summary>
    public static ulong X0(this IslaInitialState state) => state.Threads[0].Find("X0")!.Value;

    /// <summary>What is wrong with a text, and where.</summary>
    public static (int Line, int Column, string Problem) Error(Action action)
    {
        var e = Assert.Throws<LitmusException>(action);
        Assert.Equal("t.toml", e.File);
        return (e.Line, e.Column, e.Problem);
    }
}
