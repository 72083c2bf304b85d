using Racewalk.Litmus.Isla;
using Racewalk.Litmus.Syntax;
using Xunit.Abstractions;

namespace Racewalk.Litmus.Tests.Isla;

/// <summary>Whatever a file holds, it is evaluated or there is a diagnostic with its place.</summary>
public sealed class IslaFuzzTests(ITestOutputHelper output)
{
    private const string Seed =
        """"
        arch = "AArch64"
        name = "fuzz"
        symbolic = ["x", "y"] # c
        page_table_setup = """
            option default_tables = true;
            aligned 2097152 virtual x z; physical pa1 pa2;
            let P(a) = a[48..12]; assert (P(x) != P(y)) && (x != ~y);
            x |-> pa1 with [AP = 0b11, SH=0b00] and default at level 3 as w;
            x ?-> raw(2); x ?-> invalid at level 2;
            s1table t 0x280000 { y |-> pa2; identity pte3(w); };
            y |-> table(0x283000) at level 2; identity 0x1000 with code;
            *pa1 = 1; *x = 0x2;
        """
        [types]
        pa1 = "uint64_t"
        [thread.0]
        init = { X1 = "y" }
        code = """
        L0: LDR X0,[X1] // c
            CBNZ X0,L0 ; ERET
        """
        [thread.0.reset]
        R0 = "bvor(extz(page(x), 64), mkdesc3(oa=pa1, AP=0b11))"
        R2 = "pte3(x, page_table_base)"
        TTBR0_EL1 = "ttbr(asid=0x01, base=t)"
        ELR_EL1 = "L0:"
        "PSTATE.EL" = "0b01"
        [section.thread0_el1_handler]
        address = "0x1400"
        code = "ERET"
        [final]
        assertion = "(0:X0=1 & ~*pa1=desc3(x, page_table_base)) -> true"
        expect = "sat"
        """";

    [Fact]
    public void Evaluate_OfMutatedFiles_ThrowsNothingButDiagnostics()
    {
        (int evaluated, int refused) = new MutationLoop(20_260_101, Seed).Run(TimeSpan.FromSeconds(10), Run);
        output.WriteLine($"{evaluated} evaluated, {refused} refused");
        Assert.True(evaluated > 0 && refused > 0);
    }

    [Fact]
    public void Evaluate_OfTruncatedFile_IsAnError()
    {
        Run(Seed);
        for (int length = 0; length < Seed.IndexOf("expect", StringComparison.Ordinal) - 2; length++)
        {
            Assert.Throws<LitmusException>(() => Run(Seed[..length]));
        }
    }

    [Theory]
    [InlineData("", "[")]
    [InlineData("a=", "[")]
    [InlineData("a=", "{a=")]
    [InlineData("", "a.")]
    [InlineData("", "\0")]
    [InlineData("a=\"", "\\")]
    [InlineData("", "[a.b.c]\n")]
    [InlineData("SETUP", "(")]
    [InlineData("SETUPassert ", "~(")]
    [InlineData("SETUPassert x", "[1")]
    [InlineData("SETUPassert x", "[1..0]")]
    [InlineData("SETUPphysical ", "a ")]
    [InlineData("SETUP", "s1table t 0x1000 {")]
    [InlineData("SETUP", "x |-> f(")]
    [InlineData("SETUPx |-> pa1 with [", "AP=0b1,")]
    [InlineData("FINAL", "~")]
    [InlineData("FINAL", "(")]
    [InlineData("FINAL", "true & ")]
    [InlineData("FINAL0:X0=", "f(")]
    [InlineData("FINAL0:X0=", "f(a=")]
    public void Evaluate_OfMegabytesOfTheSame_IsAnError(string start, string repeated)
    {
        const int Size = 2 << 20;
        string filling = string.Concat(Enumerable.Repeat(repeated, Size / repeated.Length));
        string text = start.StartsWith("SETUP", StringComparison.Ordinal) ? IslaTexts.Text(start[5..] + filling)
            : start.StartsWith("FINAL", StringComparison.Ordinal) ? IslaTexts.Text("", assertion: start[5..] + filling)
            : start + filling;
        Assert.Throws<LitmusException>(() => Run(text));
    }

    private static void Run(string text) => IslaEvaluator.Evaluate(IslaTexts.Parse(text));
}
