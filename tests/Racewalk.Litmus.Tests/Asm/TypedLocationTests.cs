using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Tests.Asm;

/// <summary>Arrays, and what the types of an initial state say of sizes.</summary>
public sealed class TypedLocationTests
{
    [Fact]
    public void Lower_OfAnArray_GivesEveryElementALocation()
    {
        LitmusProgram program = Lower("int64_t v[3]={1,-2}; 0:X1=v; 0:X2=v[2]; y=7;", "STR X0,[X1,#8]", "exists (v[1]=5 /\\ v={1,2,3} /\\ 0:X2=v[2])");
        Assert.Equal(["v[0]", "v[1]", "v[2]", "y"], program.Locations);
        Assert.Equal(["v[0]=1", "v[1]=-2", "y=7"], program.InitialMemory.OrderBy(m => m.Key).Select(m => $"{program.Locations[m.Key]}={(long)m.Value}"));
        Assert.Equal([0UL, 8, 16], program.PointerTargets.Select(t => t - LitmusProgram.AddressOf(0)));
        Assert.Equal("v[2]", program.FormatValue(program.InitialRegister(0, 2)));
        LitmusEvent write = ThreadPaths.Enumerate(program, 0)[0].Events[^1];
        Assert.Equal("v[1]", program.Locations[write.Location]);
        Assert.Equal(LitmusProgram.AddressOf(0) + 8, program.AddressAt(write.Location));
    }

    [Fact]
    public void Lower_OfLocationsThatNameAnArray_ShowsItAsAWhole()
    {
        LitmusProgram program = Lower("int x[2];", "NOP", "locations [x;] exists (0:X0=1)");
        Assert.Equal([new FinalPlace(-1, 0) { Length = 2 }, new FinalPlace(0, 0)], program.Question.Shown);
    }

    [Theory]
    [InlineData("int x=-1;", 0xFFFFFFFF)]
    [InlineData("x=-1;", 0xFFFFFFFF)]
    [InlineData("int8_t x=257;", 1)]
    [InlineData("uint64_t x=-1;", ulong.MaxValue)]
    [InlineData("x=0x123456789;", 0x123456789)]
    public void Lower_OfAnInitialValue_CutsItToTheLocationsSize(string init, ulong value) => Assert.Equal(value, Lower(init, "NOP", "").InitialMemory[0]);

    [Theory]
    [InlineData("", "0:X0=-1", 0xFFFFFFFF, true)]
    [InlineData("", "0:X0=0xffffffff", ulong.MaxValue, true)]
    [InlineData("int64_t 0:X0;", "0:X0=-1", 0xFFFFFFFF, false)]
    [InlineData("int64_t 0:X0;", "0:X0=4294967295", 0xFFFFFFFF, true)]
    [InlineData("x=0;", "0:X0=0", 2UL << 32, false)]
    [InlineData("", "0:X0=x", 2UL << 32, true)]
    [InlineData("", "0:X0=0x700000002", 2, false)]
    public void Holds_ComparesAsManyBitsAsTheTypeHas(string init, string condition, ulong actual, bool holds)
    {
        LitmusProgram program = Lower(init, "NOP", $"exists ({condition})");
        Assert.Equal(holds, program.Holds(Assert.IsType<ValueProposition>(program.Question.Condition), actual));
    }

    [Theory]
    [InlineData("int x[2]={1,2,3};", "exists (true)", "expected at most 2 values in braces")]
    [InlineData("int x[2]=1;", "exists (true)", "expected at most 2 values in braces")]
    [InlineData("int x={1,2};", "exists (true)", "expected one value")]
    [InlineData("int x[2000];", "exists (true)", "an array has at most 1024 elements")]
    [InlineData("int x[2]; 0:X1=x[y];", "exists (true)", "expected a number in the brackets, found 'y'")]
    [InlineData("int x[2];", "exists (x[2]=1)", "the array 'x' has no element 2")]
    [InlineData("int x;", "exists (x[1]=1)", "'x' is no array")]
    [InlineData("int x[2];", "exists (x={1})", "expected as many values as the array has elements")]
    public void Lower_OfAWrongArray_SaysWhy(string init, string condition, string problem) =>
        Assert.Equal(problem, Assert.Throws<LitmusException>(() => Lower(init, "NOP", condition)).Problem);

    [Theory]
    [InlineData("0:X1=x;", "LDR W0,[X1]\nSTR W0,[X1]", null)]
    [InlineData("0:X1=x;", "LDR W0,[X1]\nSTR X0,[X1]", "an access of 8 bytes to x where another has 4")]
    [InlineData("0:X1=x;", "STR X0,[X1]\nLDRB W0,[X1,#3]", "an access of 1 bytes to x+3 where another has 8")]
    [InlineData("0:X1=x;", "STRB W0,[X1]\nLDRB W0,[X1,#1]", null)]
    [InlineData("0:X1=x; uint64_t x;", "LDR W0,[X1,#4]", "an access of 4 bytes to x+4 where another has 8")]
    [InlineData("0:X1=v; int v[2];", "LDR W0,[X1,#4]", null)]
    [InlineData("0:X1=v; int v[2];", "LDR X0,[X1]", "an access of 8 bytes to v[0] where another has 4")]
    public void Check_OfSizes_RefusesWhatOverlaps(string init, string code, string? problem)
    {
        LitmusProgram program = Lower(init, code, "");
        ThreadTrace path = Assert.Single(ThreadPaths.Enumerate(program, 0));
        if (problem is null)
        {
            AccessSizes.Check(program, [path]);
        }
        else
        {
            LitmusException e = Assert.Throws<LitmusException>(() => AccessSizes.Check(program, [path]));
            Assert.Equal(($"{problem} is not supported", true), (e.Problem, e.IsRefusal));
        }
    }

    private static LitmusProgram Lower(string init, string code, string condition)
    {
        string rows = string.Concat(code.Split('\n').Select(line => $" {line} ;\n"));
        return LitmusReader.Lower(LitmusReader.Parse(new SourceText("test.litmus", $"AArch64 t\n{{ {init} }}\n P0 ;\n{rows}{condition}\n")));
    }
}
