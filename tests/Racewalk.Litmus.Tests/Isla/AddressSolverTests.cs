using Racewalk.Litmus.Isla.Layout;
using Racewalk.Litmus.Isla.Setup;

namespace Racewalk.Litmus.Tests.Isla;

/// <summary>Which addresses names get.</summary>
public sealed class AddressSolverTests
{
    [Fact]
    public void Solve_OfPlainNames_GivesThemOnePageAfterTheOther()
    {
        IslaInitialState state = IslaTexts.Evaluate("virtual z; physical pa1 pa2; intermediate ipa1;");
        Assert.Equal((0x600000UL, 0x601000UL, 0x602000UL), (state.At("x"), state.At("y"), state.At("z")));
        Assert.Equal((0x40000000UL, 0x40001000UL), (state.At("pa1"), state.At("pa2")));
        Assert.Equal((AddressKind.Virtual, AddressKind.Physical), (state.Addresses["x"].Kind, state.Addresses["pa1"].Kind));
        Assert.False(state.Addresses.ContainsKey("ipa1"));
    }

    [Fact]
    public void Solve_OfAlignedNames_GivesThemRoom()
    {
        IslaInitialState state = IslaTexts.Evaluate("aligned 2097152 virtual x z; aligned 2097152 physical pa1; physical pa2;");
        Assert.Equal((0x800000UL, 0xA00000UL, 0x601000UL), (state.At("x"), state.At("z"), state.At("y")));
        Assert.Equal((0x40000000UL, 0x40200000UL), (state.At("pa1"), state.At("pa2")));
    }

    [Theory]
    [InlineData("virtual x y; assert x[48..12] == add_bits_int(y[48..12], 1);", 0x601000UL, 0x600000UL)]
    [InlineData("virtual x y; assert x[48..21] != y[48..21];", 0x600000UL, 0x800000UL)]
    [InlineData("virtual x y; assert x[48..30] != y[48..30];", 0x600000UL, 0x40000000UL)]
    [InlineData("virtual x; virtual y; assert x == y;", 0x600000UL, 0x600000UL)]
    [InlineData("virtual x y; let P(a) = a[48..12]; let N(a, b) = P(a) == add_bits_int(P(b), 3); assert N(x, y);", 0x603000UL, 0x600000UL)]
    [InlineData("virtual x y; assert (PAGE(x) == sub_bits_int(PAGE(y), 2)) && (PAGEOFF(x) == 0x000);", 0x600000UL, 0x602000UL)]
    [InlineData("assert (zero_extend(y[12..12], 64) == 1) || (x == page_table_base); assert ~(x == y);", 0x600000UL, 0x601000UL)]
    public void Solve_OfAssertions_FulfilsThem(string setup, ulong x, ulong y)
    {
        IslaInitialState state = IslaTexts.Evaluate(setup);
        Assert.Equal((x, y), (state.At("x"), state.At("y")));
    }

    [Theory]
    [InlineData("physical pa1; virtual pa1;", 23, "the address 'pa1' is declared twice")]
    [InlineData("physical x;", 10, "'x' is a virtual address of 'symbolic' already")]
    [InlineData("assert x == y;", 1, "no addresses were found for which the assertions hold")]
    [InlineData("virtual x y; assert x == y;", 14, "no addresses were found for which the assertions hold")]
    [InlineData("assert x == z;", 13, "'z' is not declared")]
    [InlineData("assert x;", 8, "expected a truth value, found 64 bits")]
    [InlineData("assert x[48..12] == y;", 8, "37 bits and 64 bits do not go together")]
    [InlineData("assert x[64..12] == 1;", 8, "expected a range within the bits, highest first, and found [64..12] of 64 bits")]
    [InlineData("assert x && y;", 8, "expected truth values on both sides, found 64 bits")]
    [InlineData("assert (x == y) & (x == y);", 8, "expected bits on both sides, found a truth value")]
    [InlineData("assert ~1 == 1;", 9, "expected bits or a truth value after '~'")]
    [InlineData("assert f(x);", 8, "there is no function 'f'")]
    [InlineData("let f(a) = f(a); assert f(x);", 12, "there is no function 'f'")]
    [InlineData("let f(a) = x; assert f(y) == 1;", 12, "'x' is not declared")]
    [InlineData("let f(a) = a; assert f(x, y) == 1;", 22, "f has 1 arguments, found 2")]
    [InlineData("assert zero_extend(x, 16) == 1;", 8, "64 bits cannot be extended to 16")]
    public void Solve_OfWrongDeclarations_SaysWhatIsWrongWhere(string setup, int column, string problem) =>
        Assert.Equal((5, column, problem), IslaTexts.Error(() => IslaTexts.Evaluate(setup)));

    [Fact]
    public void Solve_OfFunctionsThatGrowForEver_Ends()
    {
        string lets = string.Concat(Enumerable.Range(1, 40).Select(i => $"let f{i}(a) = add_bits(f{i - 1}(a), f{i - 1}(a)); "));
        (int Line, int Column, string Problem) e = IslaTexts.Error(() => IslaTexts.Evaluate($"let f0(a) = a; {lets}assert f40(x) == 1;"));
        Assert.Equal("this expression is too much to evaluate", e.Problem);
    }
}
