using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;
using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Tests.Translation;

/// <summary>What the search finds in tests of page tables, and what it says when a test goes wrong.</summary>
public sealed class TranslationCheckerTests
{
    [Fact]
    public void Check_OfAFaultInAHandler_NamesThePlaceAndKeepsTheOtherExecutions()
    {
        string code = "P0 | P0.F | P1\nLDR W0,[X1] | LDR W3,[X1] | STR X4,[X5]\nMOV W6,#1 | |";
        LitmusResult result = PageTableTest.Check(PageTableTest.Text("[PTE(x)]=(valid:1); 0:X1=x; 1:X4=(oa:PA(x), valid:0); 1:X5=PTE(x);", code, "exists (0:X6=1)"));

        Assert.StartsWith("t.litmus:6:16: thread P0 takes a fault within its exception handler\n", Assert.Single(result.Mistakes), StringComparison.Ordinal);
        Assert.True(result.Positive > 0);
        Assert.Empty(result.Bounds);
    }

    [Fact]
    public void Check_OfANumberInAnEntry_IsAMistakeWhereAWalkReadsIt()
    {
        LitmusResult result = PageTableTest.Check(PageTableTest.Text("0:X1=PTE(x); 0:X2=x; 0:X3=5;", "STR X3,[X1]\nLDR W0,[X2]"));

        Assert.StartsWith("t.litmus:7:2: a walk reads a valid entry from PTE(x) that is no descriptor of the test\n", Assert.Single(result.Mistakes), StringComparison.Ordinal);
        Assert.Single(result.States);
    }

    [Fact]
    public void Check_OfTlbiOfNoPage_WarnsAndInvalidatesNothing()
    {
        LitmusResult result = PageTableTest.Check(PageTableTest.Text("[PTE(x)]=(valid:1); 0:X1=x;", "TLBI VAE1IS,X1\nDSB ISH"));

        Assert.StartsWith("t.litmus:6:2: TLBI of what is no page of the test invalidates nothing", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Empty(result.Mistakes);
        Assert.True(result.IsOk);
    }

    [Theory]
    [InlineData("armv8")]
    [InlineData("sc")]
    public void Check_UnderAModelWithoutTranslation_IsRefused(string model)
    {
        LitmusProgram program = PageTableTest.Load(PageTableTest.Text("[PTE(x)]=(valid:1); 0:X1=x;", "LDR W0,[X1]"));
        var e = Assert.Throws<LitmusException>(() => LitmusChecker.Check(program, BuiltInModels.Get(model)));

        Assert.True(e.IsRefusal);
        Assert.EndsWith("says nothing of page tables, and t has some", e.Problem, StringComparison.Ordinal);
    }

    // An invalid entry need not have the form of a descriptor: 0 is one.
    [Theory]
    [InlineData("STR X9,[X2]\nDSB ISH\nTLBI VAAE1IS,X5\nDSB ISH\nSTR X3,[X2]", false)]
    [InlineData("STR X9,[X2]\nDSB ISH\nSTR X3,[X2]", true)]
    [InlineData("STR X3,[X2]", true)]
    [InlineData("STR X9,[X2]", false)]
    public void Check_OfAZeroEntryBetweenTwoPages_BreaksBeforeItMakes(string code, bool isFlagged)
    {
        string text = PageTableTest.Text("x=1; y=2; 0:X1=x; 0:X2=PTE(x); 0:X3=(oa:PA(y));", "LSR X5,X1,#12\n" + code, "exists (true)");
        Assert.Equal(isFlagged, PageTableTest.Check(text).Flags.Contains("Warning-BBM-expected"));
    }

    // The atomic must not make up what it reads by way of the update of what it writes.
    [Fact]
    public void Check_OfAnAtomicOnADescriptorWithUpdates_LeavesNothingOutOfThinAir()
    {
        string code = "P0 | P1\nLDR W0,[X1] | LDCLR X4,X3,[X2]";
        LitmusResult result = PageTableTest.Check(PageTableTest.Text("[PTE(x)]=(af:0); 0:X1=x; 1:X2=PTE(x); 1:X4=1;", code, header: "TTHM=HA"));

        Assert.False(result.HasThinAir);
        Assert.True(result.IsOk);
    }

    [Theory]
    [InlineData("handled", "[x]=0; 0:X0=1; 0:X6=1; Fault(P0:L0,x,D-MMU:Translation);\n[x]=0; 0:X0=1; 0:X6=1; ~Fault(P0:L0,x);")]
    [InlineData("skip", "[x]=0; 0:X0=0; 0:X6=1; Fault(P0:L0,x,D-MMU:Translation);\n[x]=0; 0:X0=1; 0:X6=1; ~Fault(P0:L0,x);")]
    [InlineData("fatal", "[x]=0; 0:X0=0; 0:X6=0; Fault(P0:L0,x,D-MMU:Translation);\n[x]=0; 0:X0=1; 0:X6=1; ~Fault(P0:L0,x);")]
    public void Check_OfAFault_GoesOnAsTheVariantSays(string variant, string states)
    {
        string code = "P0 | P1\nL0: LDR W0,[X1] | STR X4,[X5]\nMOV W6,#1 |";
        string text = PageTableTest.Text(
            "[PTE(x)]=(oa:PA(y), valid:0); y=1; 0:X1=x; 1:X4=(oa:PA(y)); 1:X5=PTE(x);", code, "locations [x;0:X0;0:X6;fault(P0:L0,x);]\nexists (true)");
        Assert.Equal(states, PageTableTest.States(text, variant));
    }

    [Fact]
    public void Check_OfTwoFaultsAtOnePlaceOfALoop_HandlesEach()
    {
        string code = "P0 | P1\nMOV W6,#2 | STR X4,[X5]\nL: |\nLDR W0,[X1] |\nSTR X7,[X5] |\nSUBS W6,W6,#1 |\nB.NE L |";
        string text = PageTableTest.Text("[PTE(x)]=(valid:0); 0:X1=x; 0:X5=PTE(x); 0:X7=(oa:PA(x), valid:0); 1:X4=(oa:PA(x)); 1:X5=PTE(x);", code, "exists (0:X6=0)");

        // The second round faults as well if its first walk reads the thread's own invalid entry, and again goes on with the other thread's.
        Assert.True(PageTableTest.Check(text, "handled").IsOk);
    }

    [Fact]
    public void Check_OfUserCode_MayUseDescriptorsInItsHandlerAlone()
    {
        string text = PageTableTest.Text(
            "[PTE(x)]=(el0:0); 0:X1=x; 0:X3=PTE(x);", "P0 | P0.F\nLDR W0,[X1] | LDR X2,[X3]", "forall (0:X2=(oa:PA(x), el0:0) /\\ fault(P0,x,MMU:Permission))", "EL0=P0");
        LitmusResult result = PageTableTest.Check(text);

        Assert.True(result.IsOk);
        Assert.Empty(result.Mistakes);
    }

    [Theory]
    [InlineData("X86", "NOP")]
    [InlineData("PPC", "sync")]
    public void Load_OfADescriptorInAnotherDialect_IsRefused(string architecture, string code)
    {
        var e = Assert.Throws<LitmusException>(() => PageTableTest.Load($"{architecture} t\n{{\n[PTE(x)]=1;\n}}\n P0 ;\n {code} ;\nexists (x=0)\n"));
        Assert.Equal((3, 2, "PTE(x) in a test without page tables (Variant=vmsa) is not supported", true), (e.Line, e.Column, e.Problem, e.IsRefusal));
    }

    [Fact]
    public void Load_OfADescriptorInTheConditionAlone_IsRefused()
    {
        var e = Assert.Throws<LitmusException>(() => PageTableTest.Load("AArch64 t\n{\n0:X1=x;\n}\n P0 ;\n LDR W0,[X1] ;\nexists ([PTE(x)]=1)\n"));
        Assert.Equal((7, "PTE(x) in a test without page tables (Variant=vmsa) is not supported"), (e.Line, e.Problem));
    }

    [Fact]
    public void Explain_OfAForbiddenOutcome_NamesWalksAndInvalidations()
    {
        string code = "P0 | P1\nSTR X4,[X5] | LDR W2,[X8]\nDSB ISH | DSB SY\nLSR X9,X1,#12 | ISB\nTLBI VAAE1IS,X9 | L0: LDR W3,[X1]\nDSB ISH |\nMOV W7,#1 |\nSTR W7,[X8] |";
        LitmusProgram program = PageTableTest.Load(PageTableTest.Text(
            "x=1; 0:X1=x; 0:X4=(oa:PA(x), valid:0); 0:X5=PTE(x); 0:X8=y; 1:X1=x; 1:X8=y;", code, "exists (1:X2=1 /\\ ~fault(P1:L0,x))"));
        Forbidden? forbidden = LitmusChecker.Explain(program, BuiltInModels.Get("armv8-vmsa"));

        Assert.NotNull(forbidden);
        Assert.Contains(forbidden.Steps, static s => s.Event == "TLBI,TLBIIS(PTE(x))");
        Assert.Contains(forbidden.Picture.Events, static e => e.Text == "R{walk}[PTE(x)]=(oa:PA(x))");
        Assert.Contains(forbidden.Picture.Edges, static e => e.Label == "tr-ib");
        Assert.Contains(forbidden.Picture.Edges, static e => e.Label == "TLBI-after");
    }

    [Fact]
    public void Check_WithPictures_ShowsTheHardwaresUpdatesApart()
    {
        LitmusProgram program = PageTableTest.Load(PageTableTest.Text("[PTE(x)]=(af:0); 0:X1=PTE(x);", "LDR X0,[X1]", "exists (0:X0=(oa:PA(x)))", "TTHM=HA"));
        LitmusPicture? picture = LitmusChecker.Check(program, BuiltInModels.Get("armv8-vmsa"), new LitmusLimits(WithPictures: true)).Picture;

        Assert.Equal(1, picture!.Threads);
        PictureEvent update = Assert.Single(picture.Events, static e => e.Text.StartsWith("W{update,", StringComparison.Ordinal));
        Assert.Equal((1, 0), (update.Thread, update.Line));
    }
}
