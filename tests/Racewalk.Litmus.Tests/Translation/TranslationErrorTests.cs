using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Tests.Translation;

/// <summary>What diagnostics of tests with page tables say and where they point.</summary>
public sealed class TranslationErrorTests
{
    private const string Fields = "it has oa, valid, af, db, dbm, el0, x and attrs";

    [Theory]
    [InlineData("[PTE(x)]=(valid:0", 4, 1, "expected ',' or ')' after a field, found '}'")]
    [InlineData("[PTE(x)]=(valid)", 3, 16, "expected ':' after the field's name, found ')'")]
    [InlineData("[PTE(x)]=(valid:2)", 3, 17, "expected 0 or 1")]
    [InlineData("[PTE(x)]=(valid:y)", 3, 17, "expected 0 or 1, found 'y'")]
    [InlineData("[PTE(x)]=(valid:0 af:0)", 3, 19, "expected ',' or ')' after a field, found 'af'")]
    [InlineData("[PTE(x)]=(,)", 3, 11, "expected the name of a field, found ','")]
    [InlineData("[PTE(x)]=(vaild:0)", 3, 11, $"a descriptor has no field 'vaild'; {Fields}")]
    [InlineData("[PTE(x)]=(af:0, af:0)", 3, 17, "the field 'af' is given twice")]
    [InlineData("[PTE(x)]=(oa:PA(x), oa:PA(y))", 3, 21, "the field 'oa' is given twice")]
    [InlineData("[PTE(x)]=(attrs:(NSH), attrs:(iWT))", 3, 24, "the field 'attrs' is given twice")]
    [InlineData("[PTE(x)]=(oa:x)", 3, 14, "expected a page, such as PA(x), found 'x'")]
    [InlineData("[PTE(x)]=(oa:PA x)", 3, 14, "expected a page, such as PA(x), found 'PA'")]
    [InlineData("[PTE(x)]=(oa:PA())", 3, 17, "expected the name of a page, found ')'")]
    [InlineData("[PTE(x)=(valid:0)", 3, 8, "expected ']' after the location's name, found '='")]
    [InlineData("0:X1=(valid:0)", 3, 6, "expected 'oa', the page that the descriptor points to")]
    [InlineData("x=(valid:0)", 3, 3, "expected 'oa', the page that the descriptor points to")]
    [InlineData("[PTE(x)]=(attrs:(Normal, TaggedNormal))", 3, 18, "memory attributes that exclude each other")]
    [InlineData("[PTE(x)]=(attrs:(NSH, ISH))", 3, 18, "memory attributes that exclude each other")]
    [InlineData("[PTE(x)]=(attrs:(iWB, iNC))", 3, 18, "memory attributes that exclude each other")]
    [InlineData("[PTE(x)]=(attrs:(oWT, oNC))", 3, 18, "memory attributes that exclude each other")]
    [InlineData("[PTE(x)]=(attrs:(Device-GRE, NSH))", 3, 18, "memory attributes that exclude each other")]
    [InlineData("[PTE(x)]=(attrs:(Device-GRE, Device-nGRE))", 3, 18, "memory attributes that exclude each other")]
    [InlineData("[PTE(x)]=(attrs:NSH)", 3, 17, "expected '(' before the attributes, found 'NSH'")]
    [InlineData("[PTE(x)]=(attrs:(NSH iWB))", 3, 22, "expected ',' or ')' after an attribute, found 'iWB'")]
    [InlineData("0:X1=parel1_t:(f:1, oa:PA(x)); [PTE(x)]=(af:1)", 3, 15, "expected either 'oa' or 'f:1'")]
    [InlineData("0:X1=parel1_t:(g:1); [PTE(x)]=(af:1)", 3, 16, "expected 'oa' or 'f', found 'g'")]
    public void Load_OfAWrongDescriptor_SaysWhatIsExpectedWhere(string init, int line, int column, string problem) =>
        Fails(PageTableTest.Text(init, "NOP"), line, column, problem, isRefusal: false);

    [Theory]
    [InlineData("[PTE(x)]=(attrs:(Normal, XS))", 3, 26, "the memory attribute XS is not supported")]
    [InlineData("[PTE(x)]=(attrs:(Device-nGnRnX))", 3, 18, "the memory attribute Device-nGnRnX is not supported")]
    [InlineData("[PDE(x)]=(valid:0)", 3, 2, "PDE(…) is not supported")]
    [InlineData("0:X1=PUD(x)", 3, 6, "PUD(…), a level above the one descriptor of each page, is not supported")]
    public void Load_OfAnUnsupportedDescriptor_RefusesItByName(string init, int line, int column, string problem) =>
        Fails(PageTableTest.Text(init, "NOP"), line, column, problem, isRefusal: true);

    [Theory]
    [InlineData("TTHM=HX", "'HX' is none of SW, HA and HD", false)]
    [InlineData("TTHM=P0:HA,HD", "'P0:HA,HD' is none of SW, HA and HD", false)]
    [InlineData("TTHM=P0:P1:HA", "expected a thread and HA or HD, found 'P0:P1:HA'", false)]
    [InlineData("TTHM=P7:HA", "the test has no thread 'P7'", false)]
    [InlineData("TTHM=PX:HA", "the test has no thread 'PX'", false)]
    [InlineData("EL0=P1", "the test has no thread 'P1'", false)]
    [InlineData("Variant=vmsa,mte", "the variant mte is not supported", true)]
    [InlineData("variant = vmsa, memtag", "the variant memtag is not supported", true)]
    public void Load_OfAWrongHeader_PointsToItsLine(string header, string problem, bool isRefusal) =>
        Fails(PageTableTest.Text("[PTE(x)]=(valid:1);", "NOP", header: header), 2, 1, problem, isRefusal);

    [Theory]
    [InlineData("TLBI", 6, 6, "expected an operation such as VAAE1IS, found the end of the instruction", false)]
    [InlineData("TLBI VAXE1,X1", 6, 7, "TLBI VAXE1 is not supported", true)]
    [InlineData("TLBI IPAS2E1IS,X1", 6, 7, "TLBI IPAS2E1IS is not supported", true)]
    [InlineData("TLBI VAE1IS", 6, 13, "expected ',', found the end of the instruction", false)]
    [InlineData("TLBI VAE1IS,W1", 6, 14, "expected an X register, found 'W1'", false)]
    [InlineData("TLBI VMALLE1,X1,X2", 6, 17, "expected the end of the instruction, found ','", false)]
    [InlineData("AT S1E2R,X1", 6, 5, "expected S1E0R, S1E1R, S1E0W or S1E1W, found 'S1E2R'", false)]
    public void Load_OfAWrongInstruction_SaysWhatIsExpectedWhere(string code, int line, int column, string problem, bool isRefusal) =>
        Fails(PageTableTest.Text("[PTE(x)]=(valid:1);", code), line, column, problem, isRefusal);

    [Theory]
    [InlineData("0:X1=x;", "LDP X0,X2,[X1]", "LDP in a test with page tables")]
    [InlineData("0:X1=x;", "STP X0,X2,[X1]", "STP in a test with page tables")]
    [InlineData("0:X1=x;", "LDXP X0,X2,[X1]", "LDXP in a test with page tables")]
    [InlineData("0:X1=x;", "STXP W4,X0,X2,[X1]", "STXP in a test with page tables")]
    [InlineData("0:X1=x;", "CASP X0,X1,X2,X3,[X1]", "CASP in a test with page tables")]
    [InlineData("0:X1=x;", "LDR W0,[X1,#4]!", "an access that changes its base register in a test with page tables")]
    [InlineData("0:X1=x;", "STR W0,[X1],#4", "an access that changes its base register in a test with page tables")]
    [InlineData("0:X1=x;", "LDR W0,[X1,#4096]", "an access beyond the page of x")]
    [InlineData("0:X1=x; y=0;", "LDUR W0,[X1,#-4]", "an access beyond the page of x")]
    [InlineData("0:X1=PTE(x);", "AT S1E1R,X1", "an address translation instruction for what is no page")]
    [InlineData("0:X1=PTE(x);", "L: LDR X0,[X1]\nADD X0,X0,#1\nSTR X0,[X1]\nCBNZ X0,L", "a descriptor with more than 64 values")]
    public void Check_OfWhatHasNoTranslation_RefusesItByName(string init, string code, string construct)
    {
        var e = Assert.Throws<LitmusException>(() => PageTableTest.Check(PageTableTest.Text($"[PTE(x)]=(valid:1); {init}", code)));
        Assert.Equal((construct + " is not supported", true), (e.Problem, e.IsRefusal));
        Assert.InRange(e.Line, 6, 8);
        Assert.StartsWith($"t.litmus:{e.Line}:2: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfADescriptorFromUnboundedValues_RefusesIt()
    {
        string code = "P0 | P1\nLDR X0,[X1] | LDR X0,[X1]\nLDR X2,[X1] | STR X0,[X2]\nLDR X3,[X1] |\nADD X0,X0,X2 |\nADD X0,X0,X3 |\nADD X0,X0,#1 |\nSTR X0,[X1] |";
        var e = Assert.Throws<LitmusException>(() => PageTableTest.Check(PageTableTest.Text("int64_t y; 0:X1=y; 1:X1=y; 1:X2=PTE(x);", code)));
        Assert.Equal((7, 16, "a descriptor computed from values that have no bound is not supported", true), (e.Line, e.Column, e.Problem, e.IsRefusal));
    }

    [Fact]
    public void Check_OfAWordStoredToADescriptor_RefusesTheSize()
    {
        var e = Assert.Throws<LitmusException>(() => PageTableTest.Check(PageTableTest.Text("0:X1=PTE(x); 0:X2=x;", "STR W0,[X1]\nLDR W3,[X2]")));
        Assert.StartsWith("an access of 8 bytes to PTE(x) where another has 4", e.Problem, StringComparison.Ordinal);
    }

    private static void Fails(string text, int line, int column, string problem, bool isRefusal)
    {
        var e = Assert.Throws<LitmusException>(() => PageTableTest.Load(text));
        Assert.Equal((line, column, problem, isRefusal), (e.Line, e.Column, e.Problem, e.IsRefusal));
        Assert.StartsWith($"t.litmus:{line}:{column}: {problem}\n", e.Message, StringComparison.Ordinal);
    }
}
