using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Tests;

/// <summary>What is wrong is said with its place, and nothing that a file can hold does worse than that.</summary>
public sealed class DiagnosticTests
{
    private const string Good = "C t\n{ int x = 1; }\nP0(int *x) {\n\tint r;\n\tr = READ_ONCE(*x);\n\tif (r) { WRITE_ONCE(*x, 2); } else { smp_mb(); }\n}\nexists (0:r=1 /\\ x=2)\n";

    [Fact]
    public void Message_NamesThePlaceAndShowsIt()
    {
        var e = Assert.Throws<LitmusException>(() => Load("C t\n{ }\nP0(int *x) {\n\tr = READ_ONCE(*x)\n}\n"));
        Assert.Equal("t.litmus:5:1: expected ';' after the statement, found '}'\n    }\n    ^", e.Message);
        e = Assert.Throws<LitmusException>(() => Load("C t\n{ }\nP0(int *x) {\n\twhile (1) ;\n}\n"));
        Assert.Equal("t.litmus:4:2: 'while' is not supported\n     while (1) ;\n     ^", e.Message);
    }

    [Theory]
    [InlineData("", 1, 1, "expected the name of an architecture, such as AArch64 or C")]
    [InlineData("C", 1, 2, "expected the test's name after the architecture")]
    [InlineData("C t", 1, 4, "expected '{' and the initial state")]
    [InlineData("C t \"doc", 1, 5, "expected '\"' at the end of the quoted text")]
    [InlineData("C t\n(* c\n{", 2, 1, "expected '*)' at the end of the comment")]
    [InlineData("C t\n{ x=1 y=1 }", 2, 7, "expected ';' or '}' after an item of the initial state, found 'y'")]
    [InlineData("C t\n{ x= }", 2, 6, "expected a number or the name of a location, found '}'")]
    [InlineData("C t\n{ x=-y }", 2, 6, "expected a number after '-', found 'y'")]
    [InlineData("C t\n{ x=1;", 2, 7, "expected a register such as 0:r1 or the name of a location, found the end of the file")]
    [InlineData("C t\n{ }\n", 3, 1, "expected a function such as P0(int *x)")]
    [InlineData("C t\n{ }\nP1(int *x) { }", 3, 1, "expected the function P0, found 'P1'")]
    [InlineData("C t\n{ }\nP0(int *x { }", 3, 11, "expected ',' or ')' after a parameter, found '{'")]
    [InlineData("C t\n{ }\nP0(x) { }", 3, 4, "expected the type of a parameter, found 'x'")]
    [InlineData("C t\n{ }\nP0(int *x, int *x) { }\n", 3, 12, "a second parameter 'x'")]
    [InlineData("C t\n{ }\nP0(int *x) {", 3, 13, "expected '}' at the end of the block, found the end of the file")]
    [InlineData("C t\n{ }\nP0(int *x) { /* c", 3, 14, "expected '*/' at the end of the comment")]
    [InlineData("C t\n{ }\nP0(int *x) { }\nexists (x=1", 4, 12, "expected ')' after the proposition, found the end of the file")]
    [InlineData("C t\n{ }\nP0(int *x) { }\nexists (x)", 4, 10, "expected '=' or '!=' after a register or location, found ')'")]
    [InlineData("C t\n{ }\nP0(int *x) { }\nexists (x=1) y", 4, 14, "expected the end of the file, found 'y'")]
    [InlineData("C t\n{ }\nP0(int *x) { }\nexists (1:r=1)", 4, 9, "the test has no thread P1")]
    [InlineData("C t\n{ 7:r=1; }\nP0(int *x) { }\n", 2, 3, "the test has no thread P7")]
    [InlineData("X86 t\n{ }\n", 3, 1, "expected the names of the threads, such as 'P0 | P1 ;'")]
    [InlineData("X86 t\n{ }\n P0 | Q1 ;\n", 3, 7, "expected the name of a thread, such as P0 or P0.F")]
    [InlineData("X86 t\n{ }\n P0 ;\n MFENCE\nexists (x=1)", 5, 1, "expected ';' at the end of the row")]
    [InlineData("X86 t\n{ }\n P0 ;\n MFENCE", 4, 8, "expected ';' at the end of the row, found the end of the file")]
    [InlineData("X86 t\n{ }\n P0 ;\n MFENCE | MFENCE ;\n", 4, 11, "expected ';': the program has 1 threads")]
    [InlineData("X86 t\n{ }\n P0 | P1 ;\n MFENCE ;\n", 4, 9, "expected '|': the program has 2 threads")]
    public void Load_OfWrongFile_SaysWhatIsExpectedWhere(string text, int line, int column, string problem)
    {
        var e = Assert.Throws<LitmusException>(() => Load(text));
        Assert.Equal((line, column, problem), (e.Line, e.Column, e.Problem));
        Assert.EndsWith("^", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("C t\n{ }\nP0(int *x) { r = ", "(")]
    [InlineData("C t\n{ }\nP0(int *x) { r = ", "-")]
    [InlineData("C t\n{ }\nP0(int *x) { r = ", "*")]
    [InlineData("C t\n{ }\nP0(int *x) { r = ", "1 + ")]
    [InlineData("C t\n{ }\nP0(int *x) { r = ", "f(")]
    [InlineData("C t\n{ }\nP0(int *x) { r = ", "(int)")]
    [InlineData("C t\n{ }\nP0(int *x) { ", "{")]
    [InlineData("C t\n{ }\nP0(int *x) { ", "if (r) ")]
    [InlineData("C t\n{ }\nP0(int *x) { ", "if (r) ; else ")]
    [InlineData("C t\n{ }\nP0(int *x) { }\nexists ", "(")]
    [InlineData("C t\n{ }\nP0(int *x) { }\nexists ", "~")]
    [InlineData("C t\n{ }\nP0(int *x) { }\nexists ", "x=1 => ")]
    [InlineData("C t\n{ }\nP0(int *x) { }\nexists ", "x=1 /\\ ")]
    [InlineData("C t\n", "(*")]
    [InlineData("C t\n{ ", "{")]
    [InlineData("C t\n{ ", "int ")]
    [InlineData("", "(")]
    [InlineData("", "\0")]
    [InlineData("X86 t\n{ }\n P0 ;\n ", "(*")]
    [InlineData("X86 t\n{ }\n P0 ;\n ", "|")]
    public void Load_OfTenMegabytesOfTheSame_IsAnError(string start, string repeated)
    {
        const int Size = 10 << 20;
        string text = start + string.Concat(Enumerable.Repeat(repeated, Size / repeated.Length));
        Assert.Throws<LitmusException>(() => Load(text));
    }

    [Fact]
    public void Load_OfTruncatedFile_IsReadOrAnError()
    {
        for (int length = 0; length < Good.Length; length++)
        {
            try
            {
                Load(Good[..length]);
            }
            catch (LitmusException e)
            {
                Assert.InRange(e.Line, 1, 9);
            }
        }
    }

    [Fact]
    public void Load_OfBinary_IsAnError()
    {
        byte[] bytes = new byte[100_000];
        new SplitMixRandom(1).NextBytes(bytes);
        string text = System.Text.Encoding.UTF8.GetString(bytes);
        Assert.Throws<LitmusException>(() => Load(text));
        Assert.Throws<LitmusException>(() => Load("C t\n{ }\nP0(int *x) {" + text));
        Assert.Throws<LitmusException>(() => Load("C t\n{ " + text));
    }

    [Fact]
    public void Load_OfLongAndWideFile_IsRead()
    {
        string wide = string.Join(" + ", Enumerable.Repeat("1", 1000));
        string text = $"C t\n{{ }}\nP0(int *x) {{\n{string.Concat(Enumerable.Repeat($"*x = {wide};\n", 100))}}}\nexists (x=1)";
        Assert.Single(Semantics.ThreadPaths.Enumerate(Load(text), 0));
    }

    private static Semantics.LitmusProgram Load(string text) => LitmusReader.Lower(LitmusReader.Parse(new SourceText("t.litmus", text)));
}
