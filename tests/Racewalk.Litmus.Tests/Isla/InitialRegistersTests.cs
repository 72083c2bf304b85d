using Racewalk.Litmus.Isla;
using Racewalk.Litmus.Isla.Layout;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Tests.Isla;

/// <summary>What threads start with.</summary>
public sealed class InitialRegistersTests
{
    private const string Setup = "physical pa1 pa2; x |-> pa1; y |-> invalid; s1table t 0x280000 { y |-> pa2; };";

    [Theory]
    [InlineData("x", 0x600000UL)]
    [InlineData("pa2", 0x40001000UL)]
    [InlineData("page_table_base", 0x300000UL)]
    [InlineData("t", 0x280000UL)]
    [InlineData("12", 12UL)]
    [InlineData("0b101", 5UL)]
    [InlineData("#xff", 255UL)]
    [InlineData("extz(0xff, 64)", 255UL)]
    [InlineData("exts(0xff, 64)", ulong.MaxValue)]
    [InlineData("exts(0x7f, 64)", 127UL)]
    [InlineData("exts(0b10, 4)", 14UL)]
    [InlineData("bvor(0xf0, 0x0f)", 0xFFUL)]
    [InlineData("bvand(0xf3, 0x0f)", 3UL)]
    [InlineData("bvxor(0xff, 0x0f)", 0xF0UL)]
    [InlineData("bvlshr(0xf0, 4)", 15UL)]
    [InlineData("bvshl(0xff, 0x04)", 0xF0UL)]
    [InlineData("page(y)", 0x601UL)]
    [InlineData("extz(page(x), 64)", 0x600UL)]
    [InlineData("pte0(x, page_table_base)", 0x300000UL)]
    [InlineData("pte1(x, page_table_base)", 0x301000UL)]
    [InlineData("pte2(x, page_table_base)", 0x302018UL)]
    [InlineData("pte3(x, page_table_base)", 0x303000UL)]
    [InlineData("pte3(y, t)", 0x283008UL)]
    [InlineData("desc0(x, page_table_base)", 0x301003UL)]
    [InlineData("desc2(x, page_table_base)", 0x303003UL)]
    [InlineData("desc3(x, page_table_base)", 0x40000443UL)]
    [InlineData("desc3(y, page_table_base)", 0UL)]
    [InlineData("pa(x, page_table_base)", 0x40000000UL)]
    [InlineData("pa(y, t)", 0x40001000UL)]
    [InlineData("mkdesc3(oa=pa2)", 0x40001443UL)]
    [InlineData("mkdesc3(oa=pa1, AP=0b11, nG=0b1)", 0x40000CC3UL)]
    [InlineData("mkdesc2(oa=extz(0x40000000, 64))", 0x40000441UL)]
    [InlineData("mkdesc2(table=extz(0x283000, 64))", 0x283003UL)]
    [InlineData("mkdesc1(table=t)", 0x280003UL)]
    [InlineData("ttbr(asid=0x0001, base=page_table_base)", 0x1_0000_0030_0000UL)]
    [InlineData("ttbr(asid=0x02, base=t, CnP=0b1)", 0x2_0000_0028_0001UL)]
    [InlineData("asid(0x1)", 0x1_0000_0000_0000UL)]
    [InlineData("offset(va=y, level=3)", 8UL)]
    [InlineData("index(va=x, level=2)", 3UL)]
    [InlineData("(L0:)", 0x400000UL)]
    [InlineData("L1:", 0x1404UL)]
    public void Evaluate_OfExpression_IsTheValue(string expression, ulong expected) => Assert.Equal(
        expected,
        IslaTexts.Evaluate(Setup, expression, more: "[section.h]\naddress = \"0x1400\"\ncode = 'NOP; L1: NOP'\n").X0());

    [Theory]
    [InlineData("z", 7, "'z' is not declared")]
    [InlineData("L2:", 7, "there is no label 'L2'")]
    [InlineData("L1:", 7, "there is more than one label 'L1'")]
    [InlineData("true", 7, "expected a number or bits, found a truth value")]
    [InlineData("foo(x)", 7, "there is no function 'foo'")]
    [InlineData("extz(x)", 7, "extz has 2 arguments, found 1")]
    [InlineData("extz(1, 64)", 12, "expected bits, found a number")]
    [InlineData("extz(x, 65)", 15, "expected a decimal number from 0 to 64")]
    [InlineData("extz(x, 0x40)", 15, "expected a decimal number from 0 to 64")]
    [InlineData("bvor(x, 0x1)", 7, "64 bits and 4 bits do not go together")]
    [InlineData("bvor(1, 2)", 7, "bvor takes bits, found a number")]
    [InlineData("page(0x1000)", 7, "page takes bits 48 to 12, found 16 bits")]
    [InlineData("pte3(x, pa1)", 7, "the second argument is no table")]
    [InlineData("pte4(x, page_table_base)", 7, "there is no function 'pte4'")]
    [InlineData("pte3(extz(0x80000000, 64), page_table_base)", 7, "the address has no entry of level 3 at the start: its walk ends at level 1")]
    [InlineData("pa(y, page_table_base)", 7, "the address is not mapped at the start: its walk ends at level 3")]
    [InlineData("mkdesc3(table=t)", 7, "mkdesc3 needs 'oa'")]
    [InlineData("mkdesc2()", 7, "mkdesc2 needs either 'oa' or 'table'")]
    [InlineData("mkdesc3(oa=pa1, AP=0b1)", 23, "the field AP has 2 bits, found 1 bits")]
    [InlineData("mkdesc3(oa=pa1, XX=0b1)", 23, "a stage 1 descriptor has no field 'XX'")]
    [InlineData("mkdesc3(oa=pa1, oa=pa2)", 23, "the argument 'oa' is there twice")]
    [InlineData("ttbr(base=t)", 7, "ttbr needs the argument 'asid'")]
    [InlineData("ttbr(asid=0x1, root=t)", 22, "ttbr has no argument 'root'")]
    [InlineData("ttbr(t, asid=0x1)", 7, "ttbr has 0 arguments without a name, found 1")]
    [InlineData("asid(0x12345)", 7, "an ASID has at most 16 bits, found 20 bits")]
    [InlineData("extz(x 64)", 14, "expected ',' or ')' after an argument of extz, found '64'")]
    [InlineData("(x", 9, "expected ')' after the expression, found the end of the text")]
    [InlineData("x y", 9, "expected the end of the expression, found 'y'")]
    [InlineData("", 7, "expected a number, a name or a function, found the end of the text")]
    public void Evaluate_OfWrongExpression_SaysWhatIsWrongWhere(string expression, int column, string problem) => Assert.Equal(
        (10, column, problem),
        IslaTexts.Error(() => IslaTexts.Evaluate(
            Setup,
            expression,
            more: "[section.h]\naddress = \"0x1400\"\ncode = 'L1: NOP'\n[section.i]\naddress = \"0x1600\"\ncode = 'L1: NOP'")));

    [Fact]
    public void Evaluate_OfThread_HasDefaultsAndWhatTheTestSets()
    {
        IslaThreadState thread = IslaTexts.Evaluate(Setup).Threads[0];
        Assert.Equal((0, false, 0), (thread.ExceptionLevel, thread.UsesOwnStackPointer, thread.Number));
        Assert.Equal((0UL, 0x300000UL, null), (thread.Find("VBAR_EL1"), thread.Find("TTBR0_EL1"), thread.Find("X7")));
        thread = Registers("init = { X1 = \"1\", R2 = \"2\" }\nreset = { W1 = \"3\", \"PSTATE.EL\" = \"0b01\", \"PSTATE.SP\" = \"0b1\", __isla_x = \"true\" }");
        Assert.Equal((1, true), (thread.ExceptionLevel, thread.UsesOwnStackPointer));
        Assert.Equal((3UL, 2UL, null), (thread.Find("X1"), thread.Find("X2"), thread.Find("__isla_x")));
    }

    [Theory]
    [InlineData("reset = { X1 = \"1\", R1 = \"2\" }", 15, 21, "the register X1 is there twice")]
    [InlineData("reset = { \"PSTATE.EL\" = \"0b11\" }", 15, 26, "expected PSTATE.EL to be at most 2")]
    [InlineData("reset = { \"PSTATE.SP\" = \"0b11\" }", 15, 26, "expected PSTATE.SP to be at most 1")]
    [InlineData("reset = { X1 = 1 }", 15, 16, "expected 'X1' to be a text in quotes")]
    public void Evaluate_OfWrongRegisters_SaysWhatIsWrongWhere(string registers, int line, int column, string problem) =>
        Assert.Equal((line, column, problem), IslaTexts.Error(() => Registers(registers)));

    [Theory]
    [InlineData("intermediate ipa1; x |-> ipa1;", "x", 5, 26, "the intermediate address 'ipa1'")]
    [InlineData("intermediate ipa1; assert x == ipa1;", "x", 5, 32, "the intermediate address 'ipa1'")]
    [InlineData("intermediate ipa1;", "pte3(ipa1, t)", 10, 12, "the intermediate address 'ipa1'")]
    [InlineData("s2table t 0x280000;", "x", 5, 1, "the table 't' of stage 2")]
    [InlineData("physical pa1; x |-> pa1 with default and [S2AP = 0b01];", "x", 5, 42, "attributes of stage 2")]
    [InlineData("x |-> va_to_ipa(x);", "x", 5, 7, "the function 'va_to_ipa'")]
    [InlineData("", "s2_page_table_base", 10, 7, "the table 's2_page_table_base'")]
    [InlineData("", "s2mkdesc3(oa=x)", 10, 7, "the function 's2mkdesc3'")]
    [InlineData("", "ttbr(vmid=0x1, base=x)", 10, 7, "a VMID or an intermediate address")]
    public void Evaluate_OfStageTwo_IsRefusedWhereItIs(string setup, string value, int line, int column, string construct)
    {
        IslaTest test = IslaTexts.Parse(IslaTexts.Text(setup, value));
        var e = Assert.Throws<LitmusException>(() => IslaEvaluator.Evaluate(test));
        Assert.True(e.IsRefusal);
        Assert.Equal((line, column, $"stage 2 is not supported: {construct}"), (e.Line, e.Column, e.Problem));
        Assert.Equal(construct, StageTwo.Find(test)[0].Construct);
    }

    [Fact]
    public void Find_OfStageTwoRegister_NamesIt()
    {
        IslaTest test = IslaTexts.Parse(IslaTexts.Text("", more: "[thread.1]\ncode = 'NOP'\nreset = { VTTBR_EL2 = \"1\" }"));
        Assert.Equal("the register VTTBR_EL2", Assert.Single(StageTwo.Find(test)).Construct);
    }

    private static IslaThreadState Registers(string registers) => IslaTexts.Evaluate(Setup, more: $"[thread.1]\ncode = 'NOP'\n{registers}").Threads[1];
}
