using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Tests.Translation;

/// <summary>x86 descriptors as tests write them, as states show them, and as code computes with them.</summary>
public sealed class X86DescriptorTests
{
    [Theory]
    [InlineData("()", "(oa:PA(x))")]
    [InlineData("(p:1, rw:1, a:1, d:1)", "(oa:PA(x))")]
    [InlineData("(d:0, oa:PA(y), p:0)", "(oa:PA(y), p:0, d:0)")]
    [InlineData("(p:0, a:0, rw:0)", "(oa:PA(x), p:0, rw:0, a:0)")]
    [InlineData("(oa:PTE(y))", "(oa:PTE(y))")]
    [InlineData("0", "0")]
    public void Check_OfADescriptor_ShowsWhatIsNotTheDefault(string written, string shown) =>
        Assert.Equal($"[PTE(x)]={shown};", PageTableTest.States(Text($"[PTE(x)]={written}; y=0;", "nop", "locations [PTE(x);]\nexists (true)")));

    [Theory]
    [InlineData("andq $-2,%rax", "(oa:PA(x), p:0)")]
    [InlineData("andq $-3,%rax", "(oa:PA(x), rw:0)")]
    [InlineData("andq $-33,%rax", "(oa:PA(x), a:0)")]
    [InlineData("andq $-65,%rax", "(oa:PA(x), d:0)")]
    [InlineData("andq $64,%rax", "64")]
    [InlineData("xorq %rax,%rax", "0")]
    public void Check_OfArithmeticOnADescriptor_KnowsItsBits(string code, string shown) =>
        Assert.Equal($"0:RAX={shown};", PageTableTest.States(Text("x=0;", $"movq (PTE(x)),%rax\n{code}", "locations [0:rax;]\nexists (true)")));

    [Theory]
    [InlineData("movl (x),%eax", "(oa:PA(x), d:0)")]
    [InlineData("cmpl $0,(x)", "(oa:PA(x), d:0)")]
    [InlineData("cmovel %eax,(x)", "(oa:PA(x), a:0, d:0)")]
    [InlineData("movl $1,(x)", "(oa:PA(x))")]
    [InlineData("addl $1,(x)", "(oa:PA(x))")]
    [InlineData("lock incl (x)", "(oa:PA(x))")]
    [InlineData("xchgl %eax,(x)", "(oa:PA(x))")]
    [InlineData("xaddl %eax,(x)", "(oa:PA(x))")]
    [InlineData("lock xaddl %eax,(x)", "(oa:PA(x))")]
    [InlineData("cmpxchgl %ecx,(x)", "(oa:PA(x))")]
    [InlineData("invlpg (x)", "(oa:PA(x), a:0, d:0)")]
    public void Check_OfAnAccess_SetsTheFlags(string code, string shown)
    {
        // What the hardware sets without an access it may set in each of them.
        IEnumerable<string> states = PageTableTest.States(Text("x=1; [PTE(x)]=(a:0, d:0);", code, "locations [PTE(x);]\nexists (true)")).Split('\n');
        Assert.Equal(new[] { $"[PTE(x)]={shown};", $"[PTE(x)]={shown.Replace(" a:0,", "", StringComparison.Ordinal)};" }.Distinct().Order(), states.Order());
    }

    [Theory]
    [InlineData("L0: movl $1,(x)")]
    [InlineData("L0: addl $1,(x)")]
    [InlineData("L0: lock incl (x)")]
    [InlineData("L0: xchgl %eax,(x)")]
    [InlineData("L0: xaddl %eax,(x)")]
    [InlineData("L0: lock cmpxchgl %ecx,(x)")]
    [InlineData("L0: sete (x)")]
    public void Check_OfAWriteThatIsNotPermitted_Faults(string code)
    {
        string text = Text("[PTE(x)]=(rw:0);", code, "forall (fault(P0:L0,x,MMU:Permission) /\\ [x]=0)");
        Assert.True(PageTableTest.Check(text).IsOk);
    }

    [Theory]
    [InlineData("handled", "0:RAX=7; Fault(P0:L0,x,D-MMU:Translation);\n0:RAX=7; ~Fault(P0:L0,x);")]
    [InlineData("skip", "0:RAX=0; Fault(P0:L0,x,D-MMU:Translation);\n0:RAX=7; ~Fault(P0:L0,x);")]
    [InlineData("fatal", "0:RAX=0; Fault(P0:L0,x,D-MMU:Translation);\n0:RAX=7; ~Fault(P0:L0,x);")]
    public void Check_OfAFault_GoesOnAsTheVariantSays(string variant, string states)
    {
        string text = Text("x=7; [PTE(x)]=(p:0); 1:rbx=(oa:PA(x));", "P0 | P1\nL0: movl (x),%eax | movq %rbx,(PTE(x))", "locations [0:rax; fault(P0:L0,x);]\nexists (true)");
        Assert.Equal(states, string.Join('\n', PageTableTest.States(text, variant).Split('\n').Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Load_WithTheVariantFromElsewhere_HasPages()
    {
        string text = PageTableTest.Text("x=0;", "movl (x),%eax").Replace("AArch64", "X86_64", StringComparison.Ordinal);
        Assert.Null(PageTableTest.Load(text).Translation);
        LitmusProgram program = PageTableTest.Load(text, "vmsa");
        Assert.Equal(DescriptorFormat.X86, program.Translation?.Format);
        Assert.Contains("vmsa", program.Variants);
    }

    private static string Text(string init, string code, string end = "exists (true)") =>
        PageTableTest.Text(init, code, end, "Variant=vmsa").Replace("AArch64 t", "X86_64 t", StringComparison.Ordinal);
}
