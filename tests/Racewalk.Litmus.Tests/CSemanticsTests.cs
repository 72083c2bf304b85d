using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Tests;

/// <summary>Values, names and dependencies of the kernel's C.</summary>
public sealed class CSemanticsTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 2 - 3", "5")]
    [InlineData("-7 / 2", "-3")]
    [InlineData("-7 % 2", "-1")]
    [InlineData("7 / -2", "-3")]
    [InlineData("7 % -2", "1")]
    [InlineData("100 / 3 / 2 / 2", "8")]
    [InlineData("-8 >> 1", "-4")]
    [InlineData("1 << 4 | 3 & 2", "18")]
    [InlineData("6 ^ 3", "5")]
    [InlineData("~5", "-6")]
    [InlineData("!5 + !0", "1")]
    [InlineData("-1 < 0", "1")]
    [InlineData("2 <= 1", "0")]
    [InlineData("2 >= 2", "1")]
    [InlineData("1 > 2", "0")]
    [InlineData("3 == 3", "1")]
    [InlineData("3 != 3", "0")]
    [InlineData("4 && 2", "1")]
    [InlineData("0 || 2", "1")]
    [InlineData("0 || 0", "0")]
    [InlineData("1 && 2 && 0", "0")]
    [InlineData("0x1fUL", "31")]
    [InlineData("(long)(int *)+5", "5")]
    public void Run_OfExpression_ComputesAsC(string expression, string value) => Assert.Equal([$"W[]x={value}"], Traces.Events($"*x = {expression};"));

    [Theory]
    [InlineData("int r0; *x = r0;", "W[]x=0")]
    [InlineData("*x = r0;", "W[]x=0")]
    [InlineData("int r0 = 3, *r1 = y; *x = r0; *r1 = 4;", "W[]x=3 W[]y=4")]
    [InlineData("g = 5; r0 = g; *x = r0;", "W[]g=5 R[]g=read0 W[]x=read0")]
    [InlineData("WRITE_ONCE(g, 5); r0 = atomic_read(&g);", "W[ONCE]g=5 R[ONCE]g=read0")]
    [InlineData("int g; g = 5; *x = g;", "W[]x=5")]
    [InlineData("x = y; *x = 1;", "W[]y=1")]
    [InlineData("*x = &*y;", "W[]x=y")]
    [InlineData("int r = 1; { int r; } *x = r;", "W[]x=1")]
    [InlineData("READ_ONCE(*x); ;", "R[ONCE]x=read0")]
    [InlineData("(void)READ_ONCE(*x);", "R[ONCE]x=read0")]
    [InlineData("/* c */ *x = 1; // *y = 1;", "W[]x=1")]
    public void Run_OfNames_FindsWhatTheyMean(string body, string events) => Assert.Equal([events], Traces.Events(body, "int g = 0"));

    [Theory]
    [InlineData("r0 = READ_ONCE(*x); WRITE_ONCE(*y, r0);", "Rx->Wy Data")]
    [InlineData("r0 = READ_ONCE(*x); r1 = r0 ^ r0; WRITE_ONCE(*y, r1);", "Rx->Wy Data")]
    [InlineData("WRITE_ONCE(*y, READ_ONCE(*x) + 1);", "Rx->Wy Data")]
    [InlineData("r0 = READ_ONCE(*x); r1 = READ_ONCE(*(y + (r0 & 0)));", "Rx->Ry Address")]
    [InlineData("r0 = READ_ONCE(*x); if (r0) { WRITE_ONCE(*y, 1); }", "Rx->B")]
    [InlineData("if (READ_ONCE(*x) == 1) { WRITE_ONCE(*y, 1); }", "Rx->B")]
    [InlineData("r0 = xchg(x, 1); WRITE_ONCE(*y, r0);", "Rx->Wy Data")]
    [InlineData("r0 = READ_ONCE(*x); r1 = xchg(y, r0);", "Rx->Wy Data")]
    [InlineData("r0 = READ_ONCE(*x); r1 = cmpxchg(y, r0, 1);", "")]
    [InlineData("atomic_inc(x);", "Rx->Wx")]
    [InlineData("r0 = READ_ONCE(*x); atomic_add(r0, y);", "Rx->Wy Data,Ry->Wy")]
    [InlineData("r0 = srcu_read_lock(s); srcu_read_unlock(s, r0);", "Rs->Ws Data")]
    public void Run_OfDependentAccesses_RecordsTheDependency(string body, string dependencies) =>
        Assert.Equal(dependencies.Split(',', StringSplitOptions.RemoveEmptyEntries), Traces.Dependencies(body));

    [Fact]
    public void Run_OfPointer_FollowsItToEveryLocationThatItCanName()
    {
        LitmusProgram program = Traces.Read("int *r = READ_ONCE(*p); WRITE_ONCE(*r, 1);", "p = x; q = y", "int **p");
        IReadOnlyList<ThreadTrace> paths = Traces.Paths(program);
        Assert.Equal(["x", "y"], paths.Select(p => program.Locations[p.Events.Single(e => e.Kind == LitmusEventKind.Write).Location]));
        Assert.Equal(2, program.PointerTargets.Count);
    }

    [Fact]
    public void Run_OfIf_EndsControlDependencyAtItsEnd()
    {
        LitmusProgram program = Traces.Read("r = READ_ONCE(*x); if (r == 1) { WRITE_ONCE(*y, 1); } else { if (r) WRITE_ONCE(*y, 2); } WRITE_ONCE(*s, 1);");
        IReadOnlyList<ThreadTrace> paths = Traces.Paths(program);
        Assert.Equal(3, paths.Count);
        foreach (ThreadTrace path in paths)
        {
            int last = path.Events.ToList().FindLastIndex(e => e.Kind == LitmusEventKind.Write);
            Assert.All(path.BranchEnds, b => Assert.Equal(last, b.End));
            Assert.Equal(path.Events.Count(e => e.Kind == LitmusEventKind.Branch), path.BranchEnds.Count);
        }
    }

    [Fact]
    public void Run_OfLogicalOperatorWithAccessOnTheRight_AccessesOnlyIfTheLeftDoesNotDecide()
    {
        string[] expected = ["R[ONCE]x=read0 B[BCC] R[ONCE]y=read1", "R[ONCE]x=read0 B[BCC]"];
        Assert.Equal(expected, Traces.Events("r = READ_ONCE(*x) && READ_ONCE(*y);"));
        Assert.Equal(expected, Traces.Events("r = READ_ONCE(*x) || READ_ONCE(*y);"));
    }

    [Fact]
    public void Lower_OfRegisters_KnowsThoseThatOnlyStatesName()
    {
        var file = Syntax.LitmusReader.Parse(new Syntax.SourceText(
            "t", "C t\n{ 0:r1=2; x=y; }\nP0(int *x) { WRITE_ONCE(*x, r1); }\nlocations [y; 0:r9;]\nfilter (0:r1=2)\nexists (0:r2=x /\\ 0:x=x)"));
        LitmusProgram program = Syntax.LitmusReader.Lower(file);
        Assert.Equal(["x", "y"], program.Locations);
        Assert.Equal(["y", "0:r9", "0:r2", "0:x"], program.Question.Shown.Select(p => p.IsLocation ? program.Locations[p.Number] : $"{p.Thread}:{program.Threads[0].RegisterName(p.Number)}"));
        Assert.Equal(2UL, program.InitialRegister(0, 0));
        Assert.Equal(LitmusProgram.AddressOf(0), program.InitialRegister(0, 3));
        Assert.Equal("x", program.FormatValue(program.InitialRegister(0, 3)));
        Assert.Equal([LitmusProgram.AddressOf(0), LitmusProgram.AddressOf(1)], program.PointerTargets);
        Assert.Equal(new ValueProposition(new FinalPlace(0, 0), 2), program.Question.Filter);
    }
}
