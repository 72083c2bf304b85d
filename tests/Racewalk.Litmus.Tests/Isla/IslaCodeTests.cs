using Racewalk.Litmus.Isla;

namespace Racewalk.Litmus.Tests.Isla;

/// <summary>Code is cut into instructions as GNU as does it.</summary>
public sealed class IslaCodeTests
{
    [Fact]
    public void Parse_OfLabelsAndComments_FindsInstructions()
    {
        IslaCode code = Code("\n  L0: MOV X0,#1 // one\n// nothing\n  /* two\n */ STR X0,[X1] ; ISB\nL1: L2:\n0:\n  CBZ X0,0b\n# no\n1:");
        Assert.Equal(["MOV X0,#1", "STR X0,[X1]", "ISB", "CBZ X0,0b"], Texts(code));
        Assert.Equal([("L0", 0), ("L1", 3), ("L2", 3), ("0", 3), ("1", 4)], code.Labels.Select(l => (l.Name, l.Index)));
    }

    [Fact]
    public void AddressOf_OfLabel_CountsInstructions()
    {
        IslaCode code = Code("NOP\nL0: NOP\nL1:");
        Assert.Equal(0x400000UL, code.Address);
        Assert.Equal((0x400004UL, 0x400008UL, 0x400008UL), (code.AddressOf("L0"), code.AddressOf("L1"), code.End));
        Assert.Null(code.AddressOf("L2"));
    }

    [Fact]
    public void IndexAt_OfAddress_IsTheInstruction()
    {
        IslaCode code = Code("NOP\nNOP");
        Assert.Equal((0, 1), (code.IndexAt(0x400000), code.IndexAt(0x400004)));
        Assert.Equal((-1, -1, -1), (code.IndexAt(0x400002), code.IndexAt(0x400008), code.IndexAt(0x3FFFFC)));
    }

    [Fact]
    public void Parse_OfSecondThread_PutsItOnThePageBehind() =>
        Assert.Equal(0x401000UL, IslaTexts.Parse(IslaTexts.Text("", more: "[thread.1]\ncode = 'NOP'")).Threads[1].Code.Address);

    [Theory]
    [InlineData("L0: NOP\nL0: NOP", 9, 1, "the label 'L0' is there twice")]
    [InlineData(".word 0", 8, 11, "the directive '.word 0' is not supported")]
    [InlineData("NOP\n /* NOP", 9, 2, "expected '*/' at the end of the comment")]
    public void Parse_OfWrongCode_SaysWhatIsWrongWhere(string code, int line, int column, string problem) =>
        Assert.Equal((line, column, problem), IslaTexts.Error(() => Code(code)));

    [Fact]
    public void Parse_OfMoreThanAPage_IsAnError()
    {
        string code = string.Concat(Enumerable.Repeat("NOP\n", 1025));
        Assert.Equal((7, 9, "the code of thread 0 has more than 1024 instructions"), IslaTexts.Error(() => Code(code)));
    }

    private static IslaCode Code(string code) =>
        IslaTexts.Parse(IslaTexts.Text("").Replace("\"L0: NOP\"", $"'''{code}'''", StringComparison.Ordinal)).Threads[0].Code;

    private static IEnumerable<string> Texts(IslaCode code) => code.Instructions.Select(i => code.Text.Substring(i.Offset - code.Offset, i.Length));
}
