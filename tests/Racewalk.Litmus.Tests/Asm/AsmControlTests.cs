using Racewalk.Litmus.Dialects.AArch64;
using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Tests.Asm;

/// <summary>Loops, handlers, and jumps to addresses in registers.</summary>
public sealed class AsmControlTests
{
    [Theory]
    [InlineData(0, 2, 1)]
    [InlineData(1, 3, 1)]
    [InlineData(4, 6, 1)]
    public void Enumerate_OfALoopThatDecides_IsCutAtTheBound(int unroll, int paths, int cut)
    {
        LitmusFile file = Parse("0:X1=x;", " P0 ;\n L: LDR W0,[X1] ;\n CBNZ W0,L ;\n");
        var locations = new Racewalk.Litmus.Dialects.LocationTable();
        locations.AddressAsValue("x");
        ILitmusThread thread = new AArch64Dialect(unroll).ParseThread(file.Source, file.AsmThreads![0], null, locations);
        LitmusProgram lowered = LitmusReader.Lower(file);
        var program = new LitmusProgram(file.Source, locations.Names)
        {
            Name = "t",
            Architecture = "AArch64",
            Threads = [thread],
            Question = lowered.Question,
            InitialMemory = lowered.InitialMemory,
            InitialRegisters = lowered.InitialRegisters,
            PointerTargets = lowered.PointerTargets,
        };
        IReadOnlyList<ThreadTrace> traces = ThreadPaths.Enumerate(program, 0);
        Assert.Equal((paths, cut), (traces.Count, traces.Count(t => t.Cut is not null)));
        Assert.Equal($"thread 0 jumps back to L more than {unroll} times", traces[0].Cut);
    }

    [Fact]
    public void Enumerate_OfAnExceptionWithAHandler_GoesToTheHandlerAndBack()
    {
        LitmusProgram program = LitmusReader.Lower(Parse("", " P0 | P0.F ;\n L0: SVC #0 | MOV W1,#1 ;\n MOV W0,#1 | ERET ;\n"));
        ThreadTrace path = Assert.Single(ThreadPaths.Enumerate(program, 0));
        Assert.Equal([(0, 1UL), (1, 1UL)], path.Registers.Where(r => r.Key <= 1).Select(r => (r.Key, Value(program, r.Value))));
        Assert.Equal([new LitmusFault("L0", -1, "SupervisorCall")], path.Faults);
        Assert.Contains(path.Events, e => e.Sets.Contains("EXC-RET"));
        Assert.Null(path.Cut);
    }

    [Fact]
    public void Enumerate_OfAnExceptionInAHandler_IsAMistake()
    {
        LitmusProgram program = LitmusReader.Lower(Parse("", " P0 | P0.F ;\n UDF #0 | UDF #0 ;\n"));
        Assert.Equal("thread P0 takes a fault within its exception handler", Assert.Single(ThreadPaths.Enumerate(program, 0)).Mistake?.Why);
    }

    [Fact]
    public void Enumerate_OfAJumpToAReadAddress_TriesEveryLabel()
    {
        LitmusProgram program = LitmusReader.Lower(Parse("0:X1=x;", " P0 ;\n LDR X0,[X1] ;\n BR X0 ;\n A: MOV W2,#1 ;\n B: MOV W3,#1 ;\n"));
        IReadOnlyList<ThreadTrace> traces = ThreadPaths.Enumerate(program, 0);
        Assert.Equal([2, 1, 0], traces.Select(t => t.Registers.Keys.Count(r => r is 2 or 3)));
        Assert.Equal([CodeAddress.Of(0, 2), CodeAddress.Of(0, 3)], traces.Take(2).Select(t => AddressOf(program, t)));
        Assert.Equal("BR of thread 0 goes to an address that is no label", traces[2].Cut);
    }

    [Fact]
    public void Enumerate_OfACallOfAnotherThreadsCode_RunsItAndComesBack()
    {
        LitmusProgram program = LitmusReader.Lower(Parse("0:X8=P1:F;", " P0 | P1 ;\n BLR X8 | B E ;\n MOV W1,#2 | F: MOV W0,#1 ;\n | RET ;\n | E: ;\n"));
        ThreadTrace path = Assert.Single(ThreadPaths.Enumerate(program, 0));
        Assert.Equal([(0, 1UL), (1, 2UL), (30, CodeAddress.Of(0, 1))], path.Registers.Select(r => (r.Key, Value(program, r.Value))));
        Assert.Null(path.Cut);
    }

    [Fact]
    public void Enumerate_OfAJumpToAReadAddress_TriesTheLabelsOfOtherThreads()
    {
        LitmusProgram program = LitmusReader.Lower(Parse("0:X1=x; x=P1:F;", " P0 | P1 ;\n LDR X0,[X1] | F: MOV W2,#1 ;\n BR X0 | ;\n"));
        IReadOnlyList<ThreadTrace> traces = ThreadPaths.Enumerate(program, 0);
        Assert.Equal([true, false], traces.Select(t => t.Registers.ContainsKey(2)));
        Assert.Equal(CodeAddress.Of(1, 0), program.InitialMemory[0]);
        Assert.Equal("label:\"P1:F\"", program.FormatValue(CodeAddress.Of(1, 0)));
    }

    [Fact]
    public void Lower_OfAnUnknownLabelAsAValue_SaysWhichThreadLacksIt() =>
        Assert.Equal("thread P0 has no label 'F'", Assert.Throws<LitmusException>(() => LitmusReader.Lower(Parse("0:X8=P0:F;", " P0 ;\n NOP ;\n"))).Problem);

    private static ulong Value(LitmusProgram program, Expr e) => program.Pool.TryGetConstant(e, out ulong value) ? value : throw new InvalidOperationException();

    // The last thing that a path supposes is that the address is the label's.
    private static ulong AddressOf(LitmusProgram program, ThreadTrace path)
    {
        (_, ulong a, ulong b) = program.Pool[path.Conditions[^1].Expression];
        return program.Pool.TryGetConstant(new Expr((int)b), out ulong value) ? value : Value(program, new Expr((int)a));
    }

    private static LitmusFile Parse(string init, string table) =>
        LitmusReader.Parse(new SourceText("test.litmus", $"AArch64 t\n{{ {init} }}\n{table}exists (true)\n"));
}
