using Racewalk.Litmus.Isla;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Tests.Isla;

/// <summary>The frame of a file: TOML tables, and what is in their texts with its place.</summary>
public sealed class IslaReaderTests
{
    private const string Whole =
        """"
        arch = "AArch64"
        name = "MP+frame"
        hash = "12"
        symbolic = ["x", "y"] # two pages
        page_table_setup = """
            physical pa1;
            x |-> pa1;
        """
        [types]
        x = "uint64_t"
        [thread.1]
        init = { X3 = "y", X1 = "0x10" }
        code = """
            LDR X0,[X1]
        """
        [thread.0]
        code = 'STR X0,[X1]'
        reset = { R0 = "extz(0b1, 64)", "PSTATE.EL" = "0b01" }
        [section.thread1_el2_handler_lower_exc]
        address = "0x2400"
        code = "ERET"
        [section.thread0_el1_handler_same_exc]
        address = "0x1200"
        code = "ERET"
        [final]
        expect = "sat"
        assertion = "1:X0 = 1 & *x=1"
        [meta.graph]
        shows = ["co", "rf"]
        depth = 2
        """";

    [Fact]
    public void Parse_OfFinalAssertion_KnowsItsLine() => Assert.Equal(12, IslaTexts.ParseSetup("physical pa1;").FinalLine);

    [Fact]
    public void Parse_OfWholeFile_ReadsEverything()
    {
        IslaTest test = IslaTexts.Parse(Whole);
        Assert.Equal(("AArch64", "MP+frame", true), (test.Architecture, test.Name, test.Expect));
        Assert.Equal(["x", "y"], test.Symbolic.Select(s => s.Name));
        Assert.Equal(2, test.PageTableSetup.Count);
        Assert.Equal([("x", 8)], test.Types.Select(t => (t.Name, t.Size)));
        Assert.Equal([0, 1], test.Threads.Select(t => t.Number));
        Assert.Equal(["R0", "PSTATE.EL"], test.Threads[0].Reset.Select(r => r.Name));
        Assert.Equal(["X3", "X1"], test.Threads[1].Init.Select(r => r.Name));
        Assert.Equal("1:X0 = 1 & *x=1", test.FinalText);
        Assert.Equal([("graph.depth", "2"), ("graph.shows", "co rf")], test.Meta.Select(m => (m.Key, m.Value)));
    }

    [Fact]
    public void Parse_OfSections_SortsThemAndReadsTheirNames()
    {
        IReadOnlyList<IslaHandler> handlers = IslaTexts.Parse(Whole).Handlers;
        Assert.Equal([0x1200UL, 0x2400UL], handlers.Select(h => h.Address));
        Assert.Equal((0, 1, false), (handlers[0].NamedThread, handlers[0].NamedLevel, handlers[0].NamedFromLower));
        Assert.Equal((1, 2, true), (handlers[1].NamedThread, handlers[1].NamedLevel, handlers[1].NamedFromLower));
        Assert.Null(new IslaHandler(0, "other", handlers[0].Code).NamedThread);
    }

    [Fact]
    public void Parse_OfCode_KeepsItsPlaceInTheFile()
    {
        IslaTest test = IslaTexts.Parse(Whole);
        foreach (IslaThread thread in test.Threads)
        {
            Assert.Equal(thread.Code.Text, test.Source.Text.Substring(thread.Code.Offset, thread.Code.Text.Length));
        }

        IslaInstruction instruction = Assert.Single(test.Threads[1].Code.Instructions);
        Assert.Equal("LDR X0,[X1]", test.Source.Text.Substring(instruction.Offset, instruction.Length));
        Assert.Equal((14, 5), (test.Source.LineAt(instruction.Offset), test.Source.ColumnAt(instruction.Offset)));
    }

    [Theory]
    [InlineData("hash = \"12\"", "hash = ", 3, 8, "not TOML: Missing value after `=`")]
    [InlineData("hash = \"12\"", "name = \"u\"", 3, 1, "the key 'name' is there twice, first on line 2")]
    [InlineData("hash = \"12\"", "self_modify = 1", 3, 1, "the key 'self_modify' in the test is not supported")]
    [InlineData("\"AArch64\"", "\"RISCV\"", 1, 9, "the architecture 'RISCV' is not supported")]
    [InlineData("name = \"MP+frame\"", "", 1, 1, "the test has no 'name'")]
    [InlineData("name = \"MP+frame\"", "name = 7", 2, 8, "expected 'name' to be a text in quotes")]
    [InlineData("[\"x\", \"y\"]", "[\"x\", \"x\"]", 4, 19, "the address 'x' is there twice")]
    [InlineData("[\"x\", \"y\"]", "[\"x\", 1]", 4, 18, "expected 'symbolic' to be a text in quotes")]
    [InlineData("[\"x\", \"y\"]", "\"x\"", 4, 12, "expected 'symbolic' to be an array of names")]
    [InlineData("page_table_setup", "setup", 5, 1, "the key 'setup' in the test is not supported")]
    [InlineData("\"uint64_t\"", "\"long\"", 10, 6, "expected uint8_t, uint16_t, uint32_t or uint64_t, found 'long'")]
    [InlineData("[thread.1]", "[thread.7]", 11, 9, "expected the 2 threads to have the numbers from 0 to 1, found '7'")]
    [InlineData("[thread.1]", "[thread.a]", 11, 9, "expected the number of a thread, found 'a'")]
    [InlineData("code = 'STR X0,[X1]'", "", 16, 9, "the thread 0 has no 'code'")]
    [InlineData("STR X0,[X1]'", "STR X0,[X1]'\ncall = 'f'", 18, 1, "the key 'call' in the thread 0 is not supported")]
    [InlineData("'STR X0,[X1]'", "\"STR\\tX0\"", 17, 12, "an escape sequence in 'code' is not supported")]
    [InlineData("\"0b01\"", "\"0b01 2\"", 18, 53, "expected the end of the expression, found '2'")]
    [InlineData("\"0x1200\"", "\"4608\"", 23, 12, "expected a hexadecimal address of at most 48 bits that is a multiple of 4")]
    [InlineData("\"0x1200\"", "\"0x2400\"", 22, 10, "the section 'thread0_el1_handler_same_exc' lies on the section before it")]
    [InlineData("\"0x1200\"", "\"0x401000\"", 22, 10, "the section 'thread0_el1_handler_same_exc' lies on the code of threads")]
    [InlineData("\"sat\"", "\"yes\"", 26, 11, "expected \"sat\" or \"unsat\", found 'yes'")]
    [InlineData("expect = \"sat\"", "locations = 1", 26, 1, "the key 'locations' in 'final' is not supported")]
    public void Parse_OfWrongFile_SaysWhatIsWrongWhere(string good, string wrong, int line, int column, string problem)
    {
        int at = Whole.IndexOf(good, StringComparison.Ordinal);
        string text = string.Concat(Whole.AsSpan(0, at), wrong, Whole.AsSpan(at + good.Length));
        (int Line, int Column, string Problem) e = IslaTexts.Error(() => IslaTexts.Parse(text));
        Assert.Equal((line, column), (e.Line, e.Column));
        Assert.StartsWith(problem, e.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a = \"\\")]
    [InlineData("a = \"\"\"\\")]
    [InlineData("\"\\")]
    [InlineData("a = [\"\\")]
    [InlineData("a = \"\\u")]
    [InlineData("a = \"\"\"\\u12")]
    [InlineData("a = \"\\U0000000")]
    [InlineData("a = \"\"\"\\\n \\")]
    [InlineData("a = \"\\UFFFFFFFF\"")]
    public void Parse_OfEscapeThatIsNone_IsAnError(string text)
    {
        var e = Assert.Throws<LitmusException>(() => IslaTexts.Parse(text));
        Assert.StartsWith("not TOML", e.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_WithoutPageTableSetup_IsRefused()
    {
        var e = Assert.Throws<LitmusException>(() => IslaTexts.Parse("arch = \"AArch64\"\nname = \"t\"\nsymbolic = []\n"));
        Assert.True(e.IsRefusal);
        Assert.Equal("a test without 'page_table_setup' is not supported", e.Problem);
    }

    [Fact]
    public void Parse_OfCharactersBeyondTheBasicPlane_KeepsThePlaces()
    {
        IslaTest test = IslaTexts.Parse(Whole.Replace("# two pages", "# \U0001F600\U0001F600", StringComparison.Ordinal));
        Assert.Equal("STR X0,[X1]", test.Threads[0].Code.Text);
        Assert.Equal("LDR X0,[X1]", test.Source.Text.Substring(test.Threads[1].Code.Instructions[0].Offset, 11));
    }

    [Fact]
    public void Parse_OfCarriageReturns_ReadsTheSame()
    {
        IslaTest test = IslaTexts.Parse(Whole.Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Equal(2, test.PageTableSetup.Count);
        Assert.Equal(11, Assert.Single(test.Threads[1].Code.Instructions).Length);
    }
}
