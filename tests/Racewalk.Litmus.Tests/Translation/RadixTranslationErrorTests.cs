using Racewalk.Litmus.Batches;
using Racewalk.Litmus.Syntax;
using Racewalk.Models;

namespace Racewalk.Litmus.Tests.Translation;

/// <summary>What diagnostics of Power tests with page tables say and where they point.</summary>
public sealed class RadixTranslationErrorTests
{
    [Theory]
    [InlineData("[PTE(x)]=(valid:0)", 4, 11, "a descriptor has no field 'valid'; it has oa, v, r, c, read and write", false)]
    [InlineData("[PTE(x)]=(p:0)", 4, 11, "a descriptor has no field 'p'; it has oa, v, r, c, read and write", false)]
    [InlineData("[PTE(x)]=(v:3)", 4, 13, "expected 0 or 1", false)]
    [InlineData("0:r1=(v:0)", 4, 6, "expected 'oa', the page that the descriptor points to", false)]
    [InlineData("[PTE(x)]=(attrs:(Normal))", 4, 18, "a memory attribute in this dialect is not supported", true)]
    [InlineData("[PGD(x)]=(v:0)", 4, 2, "PGD(…), a level above the one descriptor of each page, is not supported", true)]
    public void Load_OfAWrongDescriptor_SaysWhatIsExpectedWhere(string init, int line, int column, string problem, bool isRefusal) =>
        Fails(Text(init, "nop"), line, column, problem, isRefusal);

    [Theory]
    [InlineData("tlbie", 7, 7, "expected a register, found the end of the instruction", false)]
    [InlineData("tlbie x", 7, 8, "expected a register, found 'x'", false)]
    [InlineData("tlbie r1,r2,2,1,1", 7, 10, "expected the end of the instruction, found ','", false)]
    [InlineData("tlbsync r1", 7, 10, "expected the end of the instruction, found 'r1'", false)]
    [InlineData("slbia", 7, 2, "the instruction slbia is not supported", true)]
    public void Load_OfAWrongInstruction_SaysWhatIsExpectedWhere(string code, int line, int column, string problem, bool isRefusal) =>
        Fails(Text("x=0;", code), line, column, problem, isRefusal);

    [Theory]
    [InlineData("RC=HX", "'HX' is none of SW and HW", false)]
    [InlineData("RC=P7:SW", "the test has no thread 'P7'", false)]
    [InlineData("RC=P0:P1:HW", "expected a thread and HW, found 'P0:P1:HW'", false)]
    [InlineData("TTHM=HA", "the key TTHM in PPC is not supported", true)]
    public void Load_OfAWrongHeader_PointsToItsLine(string header, string problem, bool isRefusal) =>
        Fails(Text("x=0;", "nop", $"Variant=vmsa\n{header}"), 3, 1, problem, isRefusal);

    [Theory]
    [InlineData("ptesync")]
    [InlineData("tlbsync")]
    [InlineData("tlbie r1")]
    [InlineData("tlbiel r1")]
    public void Load_WithoutTheVariant_RefusesWhatNeedsPageTables(string code) =>
        Fails(Text("x=0;", code, header: ""), 6, 2, $"{code.Split(' ')[0]} in a test without page tables (Variant=vmsa) is not supported", isRefusal: true);

    [Theory]
    [InlineData("lwarx r2,r0,r1", "lwarx of a page in a test with page tables")]
    [InlineData("ldarx r2,r0,r1", "ldarx of a page in a test with page tables")]
    [InlineData("stwcx. r2,r0,r1", "stwcx. of a page in a test with page tables")]
    [InlineData("lwz r2,4096(r1)", "an access beyond the page of x")]
    public void Check_OfWhatHasNoTranslation_RefusesItByName(string code, string construct)
    {
        var e = Assert.Throws<LitmusException>(() => PageTableTest.Check(Text("0:r1=x;", code)));
        Assert.Equal((7, 2, construct + " is not supported", true), (e.Line, e.Column, e.Problem, e.IsRefusal));
    }

    [Fact]
    public void Check_OfTlbieOfADescriptor_Warns()
    {
        string warning = Assert.Single(PageTableTest.Check(Text("0:r1=PTE(x);", "tlbie r1")).Warnings);
        Assert.StartsWith("t.litmus:7:2: tlbie of what is no page of the test invalidates nothing", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_WithTheExplorerUnderAnotherModel_IsRefusedByName()
    {
        var e = Assert.Throws<LitmusException>(() => LitmusEngines.Explorer(MemoryModel.Tso)(PageTableTest.Load(Text("0:r1=x;", "lwz r2,0(r1)")), new(), default));
        Assert.True(e.IsRefusal);
        Assert.Equal("the explorer does not take this test: page tables of PPC under the model tso", e.Problem);
    }

    private static string Text(string init, string code, string header = "Variant=vmsa") =>
        PageTableTest.Text(init, code, header: header).Replace("AArch64 t", "PPC t", StringComparison.Ordinal);

    private static void Fails(string text, int line, int column, string problem, bool isRefusal)
    {
        var e = Assert.Throws<LitmusException>(() => PageTableTest.Load(text));
        Assert.Equal((line, column, problem, isRefusal), (e.Line, e.Column, e.Problem, e.IsRefusal));
    }
}
