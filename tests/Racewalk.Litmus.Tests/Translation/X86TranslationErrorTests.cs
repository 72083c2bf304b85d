using Racewalk.Litmus.Batches;
using Racewalk.Litmus.Syntax;
using Racewalk.Models;

namespace Racewalk.Litmus.Tests.Translation;

/// <summary>What diagnostics of x86 tests with page tables say and where they point.</summary>
public sealed class X86TranslationErrorTests
{
    private const string Fields = "it has oa, p, rw, a and d";

    [Theory]
    [InlineData("[PTE(x)]=(valid:0)", 4, 11, $"a descriptor has no field 'valid'; {Fields}", false)]
    [InlineData("[PTE(x)]=(p:2)", 4, 13, "expected 0 or 1", false)]
    [InlineData("[PTE(x)]=(p:0, p:1)", 4, 16, "the field 'p' is given twice", false)]
    [InlineData("[PTE(x)]=(p:0", 5, 1, "expected ',' or ')' after a field, found '}'", false)]
    [InlineData("0:rax=(p:0)", 4, 7, "expected 'oa', the page that the descriptor points to", false)]
    [InlineData("[PTE(x)]=(attrs:(Normal))", 4, 18, "a memory attribute in this dialect is not supported", true)]
    [InlineData("[PMD(x)]=(p:0)", 4, 2, "PMD(…), a level above the one descriptor of each page, is not supported", true)]
    [InlineData("0:rax=parel1_t:(f:1)", 4, 16, "this value is not supported", true)]
    public void Load_OfAWrongDescriptor_SaysWhatIsExpectedWhere(string init, int line, int column, string problem, bool isRefusal) =>
        Fails(Text(init, "nop"), line, column, problem, isRefusal);

    [Theory]
    [InlineData("invlpg", 7, 8, "expected a register, a number or a memory operand, found the end of the instruction", false)]
    [InlineData("invlpg %rax", 7, 9, "expected the page as a memory operand of INVLPG", false)]
    [InlineData("invlpg $1", 7, 9, "expected the page as a memory operand of INVLPG", false)]
    [InlineData("invlpgb (x),%rax", 7, 13, "expected the end of the instruction, found ','", false)]
    [InlineData("tlbsync (x)", 7, 10, "expected the end of the instruction, found '('", false)]
    [InlineData("movq %cr3,%rax", 7, 2, "CR3 otherwise than in a MOV from a register is not supported", true)]
    [InlineData("movq $1,%cr3", 7, 2, "CR3 otherwise than in a MOV from a register is not supported", true)]
    [InlineData("addq %rax,%cr3", 7, 2, "CR3 otherwise than in a MOV from a register is not supported", true)]
    [InlineData("incq %cr3", 7, 7, "CR3 otherwise than in a MOV from a register is not supported", true)]
    [InlineData("invpcid (x),%rax", 7, 2, "the instruction INVPCID is not supported", true)]
    [InlineData("movq %rax,(PMD(x))", 7, 13, "PMD(…), a level above the one descriptor of each page, is not supported", true)]
    [InlineData("movq %rax,(PTE())", 7, 17, "expected the name of a page, found ')'", false)]
    public void Load_OfAWrongInstruction_SaysWhatIsExpectedWhere(string code, int line, int column, string problem, bool isRefusal) =>
        Fails(Text("x=0;", code), line, column, problem, isRefusal);

    [Theory]
    [InlineData("Variant=vmsa,ets2", "the variant ets2 is not supported")]
    [InlineData("Variant=vmsa,memtag", "the variant memtag is not supported")]
    [InlineData("Variant=vmsa\nTTHM=HA", "the key TTHM in X86_64 is not supported")]
    [InlineData("Variant=vmsa\nEL0=P0", "the key EL0 in X86_64 is not supported")]
    public void Load_OfAKeyOfAnotherArchitecture_RefusesIt(string header, string problem)
    {
        var e = Assert.Throws<LitmusException>(() => PageTableTest.Load(Text("x=0;", "nop", header)));
        Assert.Equal((header.Split('\n').Length + 1, 1, problem, true), (e.Line, e.Column, e.Problem, e.IsRefusal));
    }

    [Theory]
    [InlineData("invlpg (x)", 6, "INVLPG in a test without page tables (Variant=vmsa) is not supported")]
    [InlineData("tlbsync", 6, "TLBSYNC in a test without page tables (Variant=vmsa) is not supported")]
    [InlineData("movq %rax,%cr3", 6, "CR3 in a test without page tables (Variant=vmsa) is not supported")]
    [InlineData("movq %rax,(PTE(x))", 6, "PTE(x) in a test without page tables (Variant=vmsa) is not supported")]
    public void Load_WithoutTheVariant_RefusesWhatNeedsPageTables(string code, int line, string problem)
    {
        var e = Assert.Throws<LitmusException>(() => PageTableTest.Load(Text("x=0;", code, header: "")));
        Assert.Equal((line, problem, true), (e.Line, e.Problem, e.IsRefusal));
    }

    [Fact]
    public void Load_OfPageTablesInX86_IsRefused()
    {
        var e = Assert.Throws<LitmusException>(() => PageTableTest.Load("X86 t\nVariant=vmsa\n{\n}\n P0 ;\n NOP ;\nexists (x=0)\n"));
        Assert.Equal((2, "the variant vmsa in X86, whose accesses have 32 bits and its descriptors 64, is not supported", true), (e.Line, e.Problem, e.IsRefusal));
    }

    [Fact]
    public void Check_OfAnAccessBeyondThePage_IsRefused()
    {
        var e = Assert.Throws<LitmusException>(() => PageTableTest.Check(Text("x=0; 0:rbx=x;", "movl 4096(%rbx),%eax")));
        Assert.Equal((7, 2, "an access beyond the page of x is not supported", true), (e.Line, e.Column, e.Problem, e.IsRefusal));
    }

    [Fact]
    public void Check_OfInvlpgOfADescriptor_Warns()
    {
        string warning = Assert.Single(PageTableTest.Check(Text("x=0;", "invlpg (PTE(x))\nmovl (x),%eax")).Warnings);
        Assert.StartsWith("t.litmus:7:2: INVLPG of what is no page of the test invalidates nothing", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfANumberInAnEntry_IsAMistakeWhereAWalkReadsIt()
    {
        string mistake = Assert.Single(PageTableTest.Check(Text("x=0;", "movq $5,(PTE(x))\nmovl (x),%eax")).Mistakes);
        Assert.StartsWith("t.litmus:8:2: a walk reads a valid entry from PTE(x) that is no descriptor of the test", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_WithTheExplorerUnderAnotherModel_IsRefusedByName()
    {
        var e = Assert.Throws<LitmusException>(() => LitmusEngines.Explorer(MemoryModel.Sc)(PageTableTest.Load(Text("x=0;", "movl (x),%eax")), new(), default));
        Assert.True(e.IsRefusal);
        Assert.Equal("the explorer does not take this test: page tables of X86_64 under the model sc", e.Problem);
    }

    private static string Text(string init, string code, string header = "Variant=vmsa") =>
        PageTableTest.Text(init, code, header: header).Replace("AArch64 t", "X86_64 t", StringComparison.Ordinal);

    private static void Fails(string text, int line, int column, string problem, bool isRefusal)
    {
        var e = Assert.Throws<LitmusException>(() => PageTableTest.Load(text));
        Assert.Equal((line, column, problem, isRefusal), (e.Line, e.Column, e.Problem, e.IsRefusal));
    }
}
