using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;
using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Tests.Checking;

/// <summary>What final states of assembly tests show, and what is an error only where an execution gets there.</summary>
public sealed class AsmCheckerTests
{
    private const string MessageThenBadAddress = " P0 | P1 ;\n STR W0,[X1] | LDR W2,[X1] ;\n | LDR W3,[X1] ;\n | EOR W4,W2,#1 ;\n | ORR W4,W4,W3 ;\n"
        + " | CBNZ W4,L ;\n | LDR W5,[X6] ;\n | L: ;\n";

    [Theory]
    [InlineData("", "MVN W0,WZR", "locations [0:X0;]", "0:X0=-1;")]
    [InlineData("uint32_t 0:X0;", "MVN W0,WZR", "locations [0:X0;]", "0:X0=4294967295;")]
    [InlineData("uint64_t 0:X0;", "MVN X0,XZR", "locations [0:X0;]", "0:X0=18446744073709551615;")]
    [InlineData("int64_t 0:X0;", "MVN X0,XZR", "locations [0:X0;]", "0:X0=-1;")]
    [InlineData("uint8_t x=-1; int16_t y=-1;", "NOP", "locations [x;y;]", "[x]=255; [y]=-1;")]
    [InlineData("int v[2]={1,-2};", "NOP", "locations [v;v[1];]", "v={1,-2}; v[1]=-2;")]
    [InlineData("int v[2]; 0:X1=v;", "ADD X2,X1,#4", "locations [0:X1;0:X2;]", "0:X1=v; 0:X2=v[1];")]
    [InlineData("uint64_t v[2];", "NOP", "exists (v={0,0})", "v={0,0};")]
    [InlineData("", "L: UDF #0", "forall (fault(P0:L))", "Fault(P0:L,UndefinedInstruction);")]
    [InlineData("", "L: UDF #0", "exists (0:X0=0)", "0:X0=0;")]
    [InlineData("", "SVC #1", "exists (fault(P0,UndefinedInstruction) \\/ fault(P0))", "Fault(P0,SupervisorCall); ~Fault(P0,UndefinedInstruction);")]
    [InlineData("", "L: ADR X0,L", "exists (0:X0=label:\"P0:L\")", "0:X0=label:\"P0:L\";")]
    public void Check_FinalState_IsShownAsHerdDoes(string init, string code, string condition, string state) =>
        Assert.Equal(state, Assert.Single(Check(Program(init, $" P0 ;\n {code} ;\n", condition)).States).Text);

    [Fact]
    public void Check_AddressOfNothingThatTheModelForbids_IsNoError()
    {
        LitmusResult result = Check(Program("0:X0=1; 0:X1=x; 1:X1=x; 1:X6=16;", MessageThenBadAddress, "forall (1:X4=1 \\/ 1:X4=0)"));

        Assert.True(result.IsOk);
        Assert.Equal(["1:X4=1;"], result.States.Select(s => s.Text));
    }

    [Theory]
    [InlineData("0:X1=16;", " P0 ;\n LDR W0,[X1] ;\n", "access to the address 16, where the test has no location")]
    [InlineData("0:X1=x;", " P0 ;\n LDR X2,[X1] ;\n LDR X3,[X2] ;\n", "access to the address 0, where the test has no location")]
    [InlineData("0:X1=x; 0:X2=x; x=24;", " P0 ;\n LDR X2,[X1] ;\n LDR X3,[X2] ;\n", "access to the address 24, where the test has no location")]
    [InlineData("0:X1=x; x=P0:L;", " P0 ;\n L: LDR X2,[X1] ;\n LDR X3,[X2] ;\n", "access to code as memory is not supported")]
    [InlineData("0:X1=x; int64_t x;", " P0 ;\n LDR W0,[X1] ;\n", "an access of 4 bytes to x where another has 8 is not supported")]
    public void Check_AccessThatAnExecutionHas_IsAnErrorAtTheInstruction(string init, string table, string problem)
    {
        var e = Assert.Throws<LitmusException>(() => Check(Program(init, table, "exists (true)")));

        Assert.Equal(problem, e.Problem);
        Assert.Equal(table.Split('\n').Length + 2, e.Line);
    }

    [Fact]
    public void Check_AccessOfAnotherSizeThatTheModelForbids_IsNoError()
    {
        LitmusProgram program = Program(
            "0:X0=1; 0:X1=x; 1:X1=x; 1:X6=y; int64_t y;", MessageThenBadAddress, "forall (1:X4=1)");

        Assert.True(Check(program).IsOk);
    }

    [Theory]
    [InlineData("LDXP X3,X4,[X2]", 2)]
    [InlineData("LDP X3,X4,[X2]", 4)]
    public void Check_ExclusivePair_IsReadAsOne(string load, int states)
    {
        string table = $" P0 | P1 ;\n LDXP X3,X4,[X2] | {load} ;\n STXP W9,X0,X1,[X2] | ;\n";
        LitmusProgram program = Program("uint64_t t[2]; 0:X0=1; 0:X1=1; 0:X2=t; 1:X2=t;", table, "filter (0:X9=0)\nexists (1:X3=0 /\\ 1:X4=1)");

        Assert.Equal(states, Check(program).States.Count);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("Variant=exs", true)]
    [InlineData("variant = ExS, EIS", false)]
    [InlineData("Variant=fatal,mixed", false)]
    public void Check_SupervisorCall_SynchronisesAsTheVariantSays(string variant, bool isReordered)
    {
        string table = " P0 | P1 | P1.F ;\n STR W0,[X1] | LDR W1,[X2] | LDR W3,[X4] ;\n DMB ST | CBNZ W1,L | ;\n STR W0,[X2] | L: SVC #1 | ;\n";
        LitmusProgram program = Program("0:X0=1; 0:X1=x; 0:X2=y; 1:X2=y; 1:X4=x;", table, "exists (1:X1=1 /\\ 1:X3=0)", variant);

        Assert.Equal(isReordered, Check(program).Positive > 0);
    }

    [Theory]
    [InlineData("Variant=morello", "the variant morello is not supported")]
    [InlineData("  variant=vmsa,memtag", "the variant memtag is not supported")]
    [InlineData("Variant=fatal, self", "the variant self is not supported")]
    public void Lower_OfAVariantThatChangesTheTest_RefusesItByName(string variant, string problem)
    {
        var e = Assert.Throws<LitmusException>(() => Program("", " P0 ;\n NOP ;\n", "exists (true)", variant));

        Assert.True(e.IsRefusal);
        Assert.Equal((problem, 2), (e.Problem, e.Line));
    }

    [Theory]
    [InlineData("X86", "MFENCE", "exs")]
    [InlineData("PPC", "sync", "ets2")]
    public void Lower_OfAVariantOfAnotherDialect_RefusesItByName(string architecture, string code, string variant)
    {
        LitmusFile file = LitmusReader.Parse(new SourceText("t.litmus", $"{architecture} t\nVariant={variant}\n{{ }}\n P0 ;\n {code} ;\nexists (true)\n"));

        Assert.Equal($"the variant {variant} is not supported", Assert.Throws<LitmusException>(() => LitmusReader.Lower(file)).Problem);
    }

    [Theory]
    [InlineData("lkmmv2", null)]
    [InlineData("lkmmv1", "the variant lkmmv1 is not supported")]
    public void Lower_OfAVariantOfKernelTests_KnowsThePresentOne(string variant, string? problem)
    {
        LitmusFile file = LitmusReader.Parse(new SourceText("t.litmus", $"C t\nVariant={variant}\n{{ }}\nP0(int *x) {{ WRITE_ONCE(*x, 1); }}\nexists (x=1)\n"));

        Assert.Equal(problem, Record.Exception(() => LitmusReader.Lower(file)) is LitmusException e ? e.Problem : null);
    }

    private static LitmusResult Check(LitmusProgram program) => LitmusChecker.Check(program, BuiltInModels.Get("armv8"));

    private static LitmusProgram Program(string init, string table, string condition, string variant = "") =>
        LitmusReader.Lower(LitmusReader.Parse(new SourceText("t.litmus", $"AArch64 t\n{variant}\n{{ {init} }}\n{table}{condition}\n")));
}
