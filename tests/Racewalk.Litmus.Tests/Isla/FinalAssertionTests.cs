using Racewalk.Litmus.Isla;
using Racewalk.Litmus.Isla.Layout;

namespace Racewalk.Litmus.Tests.Isla;

/// <summary>Final assertions, and what their expressions are.</summary>
public sealed class FinalAssertionTests
{
    private const string Setup = "physical pa1 pa2; x |-> pa1; y |-> invalid;";

    [Fact]
    public void Parse_OfOperators_KeepsTheirChains()
    {
        Assert.Equal(2, Assert.IsType<IslaConjunction>(Parse("0:X0=1 & ~0:X1=2")).Operands.Count);
        Assert.Equal(3, Assert.IsType<IslaDisjunction>(Parse("(0:X0=1 & true) | false | *x=1")).Operands.Count);
        Assert.IsType<IslaImplication>(Parse("(0:X0=1 & 0:X1=1) -> 0:X2=1"));
        IslaNegation negation = Assert.IsType<IslaNegation>(Parse("~~0:PSTATE.EL = 0b01"));
        IslaEquality equality = Assert.IsType<IslaEquality>(Assert.IsType<IslaNegation>(negation.Operand).Operand);
        Assert.Equal("PSTATE.EL", Assert.IsType<IslaRegisterPlace>(equality.Place).Register);
    }

    [Fact]
    public void Evaluate_OfRegisters_EvaluatesValues()
    {
        var all = Assert.IsType<AllProposition>(Evaluate("0:R0=1 & 0:X1=desc3(x, page_table_base) & 0:ESR_EL1 = mkdesc3(oa=pa2)"));
        Assert.Equal(
            [
                new RegisterProposition(0, "X0", 1),
                new RegisterProposition(0, "X1", 0x40000443),
                new RegisterProposition(0, "ESR_EL1", 0x40001443),
            ],
            all.Operands.Cast<RegisterProposition>());
    }

    [Fact]
    public void Evaluate_OfMemory_FindsAddressAndSize()
    {
        var all = Assert.IsType<AllProposition>(Evaluate("*x=1 & *pa1=2 & *pa2 = y", "[types]\npa2 = \"uint64_t\"\n"));
        Assert.Equal(
            [
                new MemoryProposition("x", 0x40000000, 4, 1),
                new MemoryProposition("pa1", 0x40000000, 4, 2),
                new MemoryProposition("pa2", 0x40001000, 8, 0x601000),
            ],
            all.Operands.Cast<MemoryProposition>());
    }

    [Fact]
    public void Evaluate_OfOperators_KeepsTheirMeaning()
    {
        Assert.Equal(new TruthProposition(true), Evaluate("true"));
        Assert.Equal(new NotProposition(new TruthProposition(false)), Evaluate("~false"));
        var implied = Assert.IsType<AnyProposition>(Evaluate("true -> false"));
        Assert.Equal([new NotProposition(new TruthProposition(true)), new TruthProposition(false)], implied.Operands);
        Assert.Equal(2, Assert.IsType<AnyProposition>(Evaluate("true | false")).Operands.Count);
    }

    [Theory]
    [InlineData("0:X0=1 & 0:X1=1 | true", 30, "expected brackets around what comes before another operator, found '|'")]
    [InlineData("true -> true -> true", 27, "expected brackets around what comes before another operator, found '->'")]
    [InlineData("0:X0=1 0:X1=1", 21, "expected the end of the assertion, found '0'")]
    [InlineData("0:X0", 18, "expected '=' after a register or a memory location, found the end of the text")]
    [InlineData("0X0=1", 14, "expected a number of at most 64 bits")]
    [InlineData("5000:X0=1", 14, "expected the number of a thread from 0 to 1000")]
    [InlineData("7:X0=1", 14, "the test has no thread 7")]
    [InlineData("X0=1", 14, "expected a register such as 0:X0, or '*' and the name of an address, found 'X0'")]
    [InlineData("0:1=1", 16, "expected a register, found '1'")]
    [InlineData("0:PSTATE.=1", 23, "expected a field of the register, found '='")]
    [InlineData("*1=1", 15, "expected the name of an address after '*', found '1'")]
    [InlineData("*z=1", 14, "'z' is not declared")]
    [InlineData("*y=1", 14, "'y' names no memory: it is not mapped at the start")]
    [InlineData("0:X0=z", 19, "'z' is not declared")]
    [InlineData("0:X0=true", 19, "expected a number or bits, found a truth value")]
    [InlineData("(true", 19, "expected ')' after the assertion, found the end of the text")]
    public void Evaluate_OfWrongAssertion_SaysWhatIsWrongWhere(string assertion, int column, string problem) =>
        Assert.Equal((12, column, problem), IslaTexts.Error(() => Evaluate(assertion)));

    private static IslaAssertion Parse(string assertion) => IslaTexts.Parse(IslaTexts.Text(Setup, assertion: assertion)).Final;

    private static IslaProposition Evaluate(string assertion, string more = "") => IslaTexts.Evaluate(Setup, assertion: assertion, more: more).Final;
}
