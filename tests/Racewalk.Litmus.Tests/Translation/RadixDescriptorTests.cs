namespace Racewalk.Litmus.Tests.Translation;

/// <summary>Power's radix descriptors as tests write them, as states show them, and what accesses and invalidations make of them.</summary>
public sealed class RadixDescriptorTests
{
    [Theory]
    [InlineData("()", "(oa:PA(x))")]
    [InlineData("(v:1, r:1, c:1, read:1, write:1)", "(oa:PA(x))")]
    [InlineData("(c:0, oa:PA(y), v:0)", "(oa:PA(y), v:0, c:0)")]
    [InlineData("(write:0, read:0)", "(oa:PA(x), read:0, write:0)")]
    [InlineData("0", "0")]
    public void Check_OfADescriptor_ShowsWhatIsNotTheDefault(string written, string shown) =>
        Assert.Equal($"[PTE(x)]={shown};", PageTableTest.States(Text($"[PTE(x)]={written}; y=0;", "nop", "locations [PTE(x);]\nexists (true)")));

    [Theory]
    [InlineData("xori r5,r5,2", "(oa:PA(x), write:0)")]
    [InlineData("xori r5,r5,4", "(oa:PA(x), read:0)")]
    [InlineData("xori r5,r5,128", "(oa:PA(x), c:0)")]
    [InlineData("xori r5,r5,256", "(oa:PA(x), r:0)")]
    [InlineData("andi. r5,r5,2", "2")]
    public void Check_OfArithmeticOnADescriptor_KnowsItsBits(string code, string shown) =>
        Assert.Equal($"0:r5={shown};", PageTableTest.States(Text("0:r1=PTE(x);", $"ld r5,0(r1)\n{code}", "locations [0:r5;]\nexists (true)")));

    [Theory]
    [InlineData("", "Dirty Dirty")]
    [InlineData("RC=HW", "Dirty Dirty")]
    [InlineData("RC=SW", "None None")]
    [InlineData("RC=P0:SW", "None Dirty")]
    [InlineData("RC=SW 1:hw", "None Dirty")]
    public void Lower_OfRc_SaysWhatTheHardwareOfEachThreadUpdates(string header, string expected)
    {
        string text = Text("x=0;", "P0 | P1\nnop | nop", header: header.Length == 0 ? "Variant=vmsa" : $"Variant=vmsa\n{header}");
        Assert.Equal(expected, string.Join(' ', PageTableTest.Load(text).Translation!.Management));
    }

    // lwzu leaves its base register as it is where it faults.
    [Theory]
    [InlineData("[PTE(x)]=(v:0);", "0:r1=x; 0:r2=0;")]
    [InlineData("x=7;", "0:r1=x+4; 0:r2=0;")]
    public void Check_OfAnUpdatingLoad_ChangesTheBaseIfItDoesNotFault(string init, string shown)
    {
        string text = Text(init + " 0:r1=x;", "lwzu r2,4(r1)", "locations [0:r1; 0:r2;]\nexists (true)");
        Assert.Equal(shown, PageTableTest.States(text));
    }

    [Theory]
    [InlineData("ptesync; tlbie r3; eieio; tlbsync; ptesync", false)]
    [InlineData("ptesync; tlbie r3; tlbsync; eieio; ptesync", true)]
    [InlineData("ptesync; tlbie r3; eieio; ptesync; tlbsync", true)]
    [InlineData("ptesync; tlbie r3; eieio; tlbsync; sync", true)]
    [InlineData("ptesync; eieio; tlbsync; tlbie r3; ptesync", true)]
    [InlineData("ptesync; tlbie r3; eieio; tlbsync; isync; ptesync", false)]
    public void Check_OfAnInvalidation_IsCompleteInOneOrderOnly(string sequence, bool isStale)
    {
        string[] left = ["std r2,0(r1)", .. sequence.Split("; "), "li r7,1", "stw r7,0(r4)"];
        string[] right = ["lwz r5,0(r4)", "sync", "lwz r6,0(r3)"];
        string code = "P0 | P1\n" + string.Join('\n', left.Select((row, i) => $"{row} | {(i < right.Length ? right[i] : "")}"));
        string text = Text("a=0; b=1; [PTE(x)]=(oa:PA(a)); 0:r1=PTE(x); 0:r2=(oa:PA(b)); 0:r3=x; 0:r4=z; 1:r3=x; 1:r4=z;", code, "exists (1:r5=1 /\\ 1:r6=0)");
        Assert.Equal(isStale, PageTableTest.Check(text).IsOk);
    }

    private static string Text(string init, string code, string end = "exists (true)", string header = "Variant=vmsa") =>
        PageTableTest.Text(init, code, end, header).Replace("AArch64 t", "PPC t", StringComparison.Ordinal);
}
