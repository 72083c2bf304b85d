using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Tests.Translation;

/// <summary>What makes a test one of page tables, and what its header says about the hardware, its users and its faults.</summary>
public sealed class TranslationSetupTests
{
    [Theory]
    [InlineData("", "[PTE(x)]=(valid:0);", "NOP", true)]
    [InlineData("", "0:X1=PTE(x);", "NOP", true)]
    [InlineData("", "0:X1=TTD(x);", "NOP", true)]
    [InlineData("", "0:X1=x; 0:X2=pte_x;", "NOP", true)]
    [InlineData("", "x=0; pte_x=(valid:0);", "NOP", true)]
    [InlineData("", "0:X1=(oa:PA(x));", "NOP", true)]
    [InlineData("TTHM=HA", "x=0;", "NOP", true)]
    [InlineData("Variant=vmsa", "x=0;", "NOP", true)]
    [InlineData("Variant=VMSA,Fatal", "x=0;", "NOP", true)]
    [InlineData("", "x=0;", "L: TLBI VMALLE1IS", true)]
    [InlineData("", "0:X1=x;", "AT S1E1R,X1", true)]
    [InlineData("", "0:X1=x;", "LDR W0,[X1]", false)]
    [InlineData("", "pte_lock=0; 0:X1=pte_lock;", "LDR W0,[X1]", false)]
    public void Lower_OfATest_KnowsWhetherItHasPageTables(string header, string init, string code, bool isTranslated) =>
        Assert.Equal(isTranslated, PageTableTest.Load(PageTableTest.Text(init, code, header: header)).Translation is not null);

    [Theory]
    [InlineData("TTHM=HA", "AccessFlag AccessFlag")]
    [InlineData("TTHM=HD", "Dirty Dirty")]
    [InlineData("TTHM=HA HD", "Dirty Dirty")]
    [InlineData("TTHM=P0:HA", "AccessFlag None")]
    [InlineData("TTHM=1:hd", "None Dirty")]
    [InlineData("TTHM=P0:HA P1:HD", "AccessFlag Dirty")]
    [InlineData("TTHM=P0:HA P0:HD", "Dirty None")]
    [InlineData("TTHM=HA P1:SW", "AccessFlag None")]
    [InlineData("TTHM=SW", "None None")]
    [InlineData("TTHM=SW P1:HA", "None AccessFlag")]
    [InlineData("TTHM=", "None None")]
    public void Lower_OfTthm_SaysWhatTheHardwareOfEachThreadUpdates(string header, string expected) =>
        Assert.Equal(expected, string.Join(' ', Setup(header).Management));

    [Theory]
    [InlineData("EL0=P0", "0")]
    [InlineData("EL0=1", "1")]
    [InlineData("EL0=P0,P1", "0 1")]
    public void Lower_OfEl0_SaysWhichThreadsAreUsers(string header, string expected) =>
        Assert.Equal(expected, string.Join(' ', Setup(header).UserThreads.Order()));

    [Theory]
    [InlineData("", "", FaultHandling.Fatal)]
    [InlineData("Variant=vmsa,precise", "", FaultHandling.Fatal)]
    [InlineData("Variant=imprecise", "", FaultHandling.Handled)]
    [InlineData("variant=vmsa,Handled", "", FaultHandling.Handled)]
    [InlineData("Variant=faultToNext", "", FaultHandling.Skip)]
    [InlineData("", "skip", FaultHandling.Skip)]
    [InlineData("Variant=vmsa", "handled", FaultHandling.Handled)]
    [InlineData("Variant=fatal", "handled", FaultHandling.Fatal)]
    public void Lower_OfVariants_SaysHowFaultsGoOn(string header, string further, FaultHandling expected)
    {
        string text = PageTableTest.Text("[PTE(x)]=(valid:0);", "NOP", header: header);
        Assert.Equal(expected, PageTableTest.Load(text, further.Length == 0 ? [] : [further]).Handling);
    }

    [Fact]
    public void Lower_OfAModelsVariant_HasTheNameThatModelsAskFor() =>
        Assert.Equal(["ETS2", "vmsa"], PageTableTest.Load(PageTableTest.Text("x=0;", "NOP", header: "Variant=vmsa,ets2")).Variants.Order(StringComparer.Ordinal));

    [Fact]
    public void Lower_OfAnArray_HasOnePage()
    {
        LitmusProgram program = PageTableTest.Load(PageTableTest.Text("int64_t a[2]={1,2}; [PTE(a)]=(valid:1); 0:X1=a;", "LDR X0,[X1,#8]", "exists (0:X0=2)"));
        Assert.Equal("PTE(a)", program.Locations[Assert.Single(program.Translation!.Entries).Value]);
        Assert.True(PageTableTest.Check(PageTableTest.Text("int64_t a[2]={1,2}; [PTE(a)]=(valid:1); 0:X1=a;", "LDR X0,[X1,#8]", "forall (0:X0=2)")).IsOk);
    }

    private static TranslationSetup Setup(string header) =>
        PageTableTest.Load(PageTableTest.Text("0:X1=x; 1:X1=x; [PTE(x)]=(valid:1);", "P0 | P1\nNOP | NOP", header: header)).Translation!;
}
