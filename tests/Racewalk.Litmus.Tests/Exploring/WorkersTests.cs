using System.Globalization;
using Racewalk.Exploration;
using Racewalk.Litmus.Batches;
using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Exploring;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;
using Racewalk.Models;

namespace Racewalk.Litmus.Tests.Exploring;

/// <summary>However many processors check tests, or explore one, the results are those of one.</summary>
public sealed class WorkersTests
{
    private const string ThreeWriters = """
        X86 three-writers
        { }
         P0          | P1          | P2          ;
         MOV [x],$1  | MOV [x],$2  | MOV [y],$3  ;
         MOV EAX,[y] | MOV EAX,[z] | MOV EAX,[x] ;
         MOV [z],$1  | MOV [y],$2  | MOV [x],$3  ;
         MOV EBX,[x] | MOV EBX,[y] | MOV EBX,[z] ;
        exists (0:EAX=3 /\ 1:EAX=1 /\ 2:EAX=2 /\ x=1)
        """;

    private const string Racy = """
        C racy
        { }
        P0(int *x, int *y) { int r0; WRITE_ONCE(*x, 1); r0 = READ_ONCE(*y); *x = 4; }
        P1(int *x, int *y) { int r0; int r1; WRITE_ONCE(*y, 1); r0 = READ_ONCE(*x); r1 = READ_ONCE(*x); }
        P2(int *x, int *y) { int r0; r0 = *y; WRITE_ONCE(*x, 2); }
        exists (0:r0=0 /\ 1:r0=2 /\ 1:r1=4 /\ 2:r0=1)
        """;

    private const string Section = """
        C section
        { }
        P0(int *x, int *y) { int r0; int r1; rcu_read_lock(); r0 = READ_ONCE(*x); r1 = READ_ONCE(*y); WRITE_ONCE(*x, 5); rcu_read_unlock(); }
        P1(int *x, int *y) { int r0; WRITE_ONCE(*y, 1); synchronize_rcu(); WRITE_ONCE(*x, 1); r0 = READ_ONCE(*y); }
        P2(int *x, int *y) { int r0; rcu_read_lock(); r0 = READ_ONCE(*x); WRITE_ONCE(*y, 2); rcu_read_unlock(); }
        exists (0:r0=1 /\ 0:r1=0)
        """;

    private const string Buffering = """
        AArch64 buffering
        { 0:X1=x; 0:X2=y; 1:X1=x; 1:X2=y; 2:X1=x; 2:X2=y; }
         P0          | P1          | P2           ;
         LDR W3,[X1] | LDR W3,[X2] | MOV W3,#2    ;
         MOV W4,#1   | MOV W4,#1   | SWP W3,W5,[X1] ;
         STR W4,[X2] | STR W4,[X1] | LDR W6,[X2]  ;
         LDR W5,[X1] | LDR W5,[X2] | STR W4,[X2]  ;
        exists (0:X3=1 /\ 1:X3=1)
        """;

    private const string Unmapping = """
        AArch64 unmapping
        Variant=vmsa,fatal
        {
        int64_t x=7; [PTE(x)]=(oa:PA(x)); int64_t z=0;
        0:X1=(oa:PA(x),valid:0); 0:X2=PTE(x); 0:X3=x; 0:X4=z; 0:X5=1;
        1:X3=x; 1:X4=z; 2:X3=x; 2:X4=z;
        }
         P0            | P1           | P2           ;
         STR X1,[X2]   | LDR X10,[X4] | LDR X10,[X3] ;
         DSB SY        | LDR X11,[X3] | LDR X11,[X4] ;
         LSR X9,X3,#12 |              |              ;
         TLBI VAAE1IS,X9 |            |              ;
         DSB SY        |              |              ;
         STR X5,[X4]   |              |              ;
        exists (1:X10=1 /\ 1:X11=7)
        """;

    private const string Counters = """
        PPC counters
        { 0:r1=x; 1:r1=x; 2:r1=x; 0:r2=y; 1:r2=y; 2:r2=y; }
         P0           | P1           | P2           ;
         li r3,1      | li r3,2      | li r3,3      ;
         stw r3,0(r1) | stw r3,0(r1) | stw r3,0(r2) ;
         lwsync       | sync         | lwz r4,0(r1) ;
         lwz r4,0(r2) | lwz r4,0(r2) | lwz r5,0(r1) ;
         stw r3,0(r2) | lwz r5,0(r1) | stw r3,0(r1) ;
        exists (0:r4=3 /\ 1:r4=3 /\ 2:r4=1 /\ 2:r5=2)
        """;

    // The search meets an address that no path supposed, and the paths are found again.
    private const string Computed = """
        AArch64 computed
        { uint64_t x[2]; 0:X1=x; 1:X1=x; 2:X1=x; 0:X2=y; 1:X2=y; 2:X2=y; }
         P0             | P1             | P2            ;
         LDR X3,[X2]    | MOV X3,#8      | MOV X3,#4     ;
         ADD X4,X1,X3   | STR X3,[X2]    | STR X3,[X2]   ;
         LDR X5,[X4]    | LDR X4,[X1]    | LDR X4,[X2]   ;
         STR X3,[X1]    | STR X3,[X1]    | STR X3,[X1,#8] ;
        exists (0:X5=8)
        """;

    private const string Wraps = """
        AArch64 wraps
        { 0:X1=x; 1:X1=x; 2:X1=x; 0:X2=y; 1:X2=y; 2:X2=y; }
         P0             | P1          | P2          ;
         MOV W3,#-1     | MOV W3,#1   | MOV W3,#1   ;
         STR W3,[X1]    | STR W3,[X2] | STR W3,[X2] ;
         LDR W4,[X2]    | LDR W4,[X2] | LDADD W3,W4,[X1] ;
        exists (0:X4=1)
        """;

    // 40,320 executions: long enough for other workers to begin in a batch.
    private const string Long = """
        X86 long
        { }
         P0         | P1         | P2         | P3         | P4         | P5         | P6         | P7         ;
         MOV [x],$1 | MOV [x],$2 | MOV [x],$3 | MOV [x],$4 | MOV [x],$5 | MOV [x],$6 | MOV [x],$7 | MOV [x],$8 ;
        exists (x=1)
        """;

    /// <summary>Tests of every dialect, and their flag.</summary>
    public static TheoryData<string, string> Tests => new()
    {
        { ThreeWriters, "" }, { Racy, "data-race" }, { Section, "" }, { Buffering, "" }, { Unmapping, "" }, { Counters, "" }, { Computed, "" },
    };

    [Theory]
    [MemberData(nameof(Tests))]
    public void Check_SeveralWorkers_FindWhatOneFinds(string text, string flags)
    {
        LitmusResult one = Explore(text, workers: 1);
        Assert.Equal(flags, string.Join(' ', one.Flags));
        Assert.True(one.Positive + one.Negative > 1);
        foreach (int workers in (int[])[2, 3, 8])
        {
            Assert.Equal(Text(one), Text(Explore(text, workers)));
        }
    }

    [Fact]
    public void Check_ErrorOnSomeExecutions_IsTheSameForSeveralWorkers()
    {
        string[] problems = [.. ((int[])[1, 2, 8]).Select(static workers => Assert.Throws<LitmusException>(() => Explore(Wraps, workers)).Problem)];

        Assert.Equal(problems[0], Assert.Single(problems.Distinct()));
        Assert.EndsWith("a read-modify-write that wraps around at its size", problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ManyFiles_ToldInOrderWithTheSameResults()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("racewalk-workers-");
        string[] files = [.. Tests.Select(static row => (string)row[0]).Append(Wraps).Append("X86 no test").Select((text, i) => Write(folder, i, text))];

        string[][] told = [.. ((int[])[1, 2, 8]).Select(workers => Batch(files, workers))];

        Assert.Equal(files.Length, told[0].Length);
        Assert.Equal(told[0], told[1]);
        Assert.Equal(told[0], told[2]);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Run_LongTestAloneAndBesideAnother_FindsWhatOneFinds()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("racewalk-workers-");
        string[] files = [Write(folder, 0, Long), Write(folder, 1, Racy)];
        foreach (string[] some in (string[][])[[files[0]], files])
        {
            Assert.Equal(Batch(some, 1), Batch(some, 8));
        }

        folder.Delete(recursive: true);
    }

    private static string Write(DirectoryInfo folder, int number, string text)
    {
        string path = Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{number:00}.litmus"));
        File.WriteAllText(path, text);
        return path;
    }

    private static string[] Batch(string[] files, int workers)
    {
        var told = new List<string>();
        LitmusBatch.Run(
            files, LitmusEngines.Explorer(null), new LitmusLimits(), workers, outcome => told.Add($"{outcome.Path}: {outcome.Error}{(outcome.Result is { } r ? Text(r) : "")}"), CancellationToken.None);
        return [.. told];
    }

    private static LitmusResult Explore(string text, int workers)
    {
        LitmusProgram program = LitmusReader.Lower(LitmusReader.Parse(new SourceText("t", text)));
        MemoryModel model = LitmusExplorer.ModelFor(program.Architecture);
        var options = new ExplorationOptions { LooksForCircles = false, Workers = workers, WorkersBeginAfter = TimeSpan.Zero };
        return LitmusExplorer.Check(program, model, options, withGracePeriods: false, CancellationToken.None);
    }

    // Everything of a result.
    private static string Text(LitmusResult r) => string.Create(
        CultureInfo.InvariantCulture,
        $"{r.Name} +{r.Positive} -{r.Negative} {r.IsOk} {r.Observation} of {r.Candidates}, air {r.HasThinAir}, relations {r.HasExistentialRelations}\n{string.Join('\n', r.States)}\n")
        + string.Join('\n', [.. r.Flags, .. r.Bounds, .. r.Mistakes, .. r.Warnings]);
}
