using Racewalk.Exploration.Circles;
using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Exploring;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;
using Racewalk.Models;
using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Tests.Exploring;

/// <summary>What the explorer makes of single constructs, and what it refuses, by its name.</summary>
public sealed class LitmusExplorerTests
{
    [Theory]
    [InlineData("a = READ_ONCE(*x); WRITE_ONCE(*y, a);", "b = READ_ONCE(*y); WRITE_ONCE(*x, b);")]
    [InlineData("a = READ_ONCE(*x); if (a == 1) WRITE_ONCE(*y, 1);", "b = READ_ONCE(*y); WRITE_ONCE(*x, 1);")]
    [InlineData("a = atomic_cmpxchg_relaxed(x, 0, 1); WRITE_ONCE(*y, 1);", "b = READ_ONCE(*y); WRITE_ONCE(*x, 2);")]
    [InlineData("a = atomic_add_unless(x, 1, 2); if (a == 1) WRITE_ONCE(*y, 1);", "b = READ_ONCE(*y); WRITE_ONCE(*x, 2);")]
    [InlineData("atomic_sub(1, x); a = READ_ONCE(*y);", "b = atomic_fetch_or(5, x); WRITE_ONCE(*y, 1);")]
    [InlineData("spin_lock(x); a = READ_ONCE(*y); spin_unlock(x);", "spin_lock(x); WRITE_ONCE(*y, 1); spin_unlock(x);")]
    [InlineData("a = spin_trylock(x); if (a == 1) spin_unlock(x);", "spin_lock(x); spin_unlock(x);")]
    [InlineData("*x = 1; smp_store_release(y, 1);", "a = READ_ONCE(*y); b = *x;")]
    [InlineData("rcu_read_lock(); a = READ_ONCE(*x); WRITE_ONCE(*y, 1); rcu_read_unlock();", "b = READ_ONCE(*y); synchronize_rcu(); WRITE_ONCE(*x, 1);")]
    public void Check_KernelCode_FindsWhatCandidatesFind(string first, string second)
    {
        string text = C(first, second);

        LitmusResult explorer = LitmusExplorer.Check(Read(text), MemoryModel.Lkmm);

        LitmusResult candidates = LitmusChecker.Check(Read(text), BuiltInModels.Get("lkmm"));
        Assert.Empty(explorer.Bounds);
        Assert.Equal(candidates.States, explorer.States);
        Assert.Equal(candidates.Flags.Contains("data-race"), explorer.Flags.Contains("data-race"));
    }

    [Theory]
    [InlineData("a = READ_ONCE(*x); if (a == 1) WRITE_ONCE(*x, 2); WRITE_ONCE(*y, 1);", "a control dependency that ends with its if statement")]
    [InlineData("a = READ_ONCE(*x); if (a == 1) b = 1; WRITE_ONCE(*y, b);", "a value decides what follows, and the dialect has no control dependency there")]
    [InlineData("a = srcu_read_lock(x);", "the tag srcu-lock, which the explorer's model does not have")]
    [InlineData("a = atomic_cmpxchg(x, 0, 1); b = READ_ONCE(*x);", "a thread reads what its conditional read-modify-write wrote: to the explorer that carries a data dependency")]
    public void Check_WhatTheExplorerHasOtherwise_IsRefusedByName(string code, string reason) =>
        Assert.Equal(reason, Refusal(C(code, "WRITE_ONCE(*x, 1);"), MemoryModel.Lkmm));

    [Theory]
    [InlineData("CAS W0,W1,[X2]", "an operation whose kind depends on the value that it reads itself")]
    [InlineData("LDXR W0,[X2] ; DMB SY ; STXR W3,W1,[X2]", "something between the load and the store of a read-modify-write")]
    [InlineData("LDAP X0,X1,[X2]", "two accesses of one instruction, which are in no order")]
    [InlineData("LDR W0,[X2] ; CMP W0,#1 ; CSEL W1,W3,W4,EQ ; STR W1,[X2]", "pick dependencies, which the explorer's model does not have")]
    [InlineData("LDADD W1,WZR,[X2] ; DMB LD", "an atomic that drops what it read, before a barrier for reads")]
    public void Check_WhatArmHasOtherwise_IsRefusedByName(string code, string reason) => Assert.Equal(reason, Refusal(Arm(code), MemoryModel.Armv8));

    [Theory]
    [InlineData("a = READ_ONCE(*x); *y = a - a + 1;", "b = READ_ONCE(*y); WRITE_ONCE(*x, b - b + 1);")]
    [InlineData("a = *x; WRITE_ONCE(*y, 1 + (a & 0));", "b = READ_ONCE(*y); if (b == 1) WRITE_ONCE(*x, 1);")]
    [InlineData("a = READ_ONCE(*x); if (a == 1) *y = 1;", "b = READ_ONCE(*y); if (b == 1) *x = 1;")]
    public void Check_DependenciesInACircleThroughPlainAccesses_BoundAndNotMoreThanCandidatesFind(string first, string second)
    {
        string text = C(first, second);

        LitmusResult explorer = LitmusExplorer.Check(Read(text), MemoryModel.Lkmm);

        LitmusResult candidates = LitmusChecker.Check(Read(text), BuiltInModels.Get("lkmm"));
        Assert.Equal([DependencyCircles.Bound], explorer.Bounds);
        Assert.True(explorer.Positive + explorer.Negative < candidates.Positive + candidates.Negative);
    }

    [Theory]
    [InlineData("a = *x; *y = a;", "b = *y; *x = b;", true)]
    [InlineData("a = READ_ONCE(*x); *z = a; b = *z; if (b == 1) WRITE_ONCE(*y, 1);", "a = READ_ONCE(*y); WRITE_ONCE(*x, a);", false)]
    [InlineData("a = READ_ONCE(*x); if (a == 1) *y = 1;", "b = READ_ONCE(*y); if (b == 5) WRITE_ONCE(*x, 1);", false)]
    public void Check_CircleThatCandidatesDoNotBuildEither_NoBound(string first, string second, bool hasThinAir)
    {
        string text = C(first, second).Replace("int *y)", "int *y, int *z)", StringComparison.Ordinal);

        LitmusResult explorer = LitmusExplorer.Check(Read(text), MemoryModel.Lkmm);

        LitmusResult candidates = LitmusChecker.Check(Read(text), BuiltInModels.Get("lkmm"));
        Assert.Empty(explorer.Bounds);
        Assert.Equal(candidates.States, explorer.States);
        Assert.Equal((hasThinAir, hasThinAir), (explorer.HasThinAir, candidates.HasThinAir));
    }

    // Armv8's aob has rmw;lmrs;[A ∪ Q] (AXIOMS §4b): the acquire is behind the exclusive's read, so what follows may come before its write.
    [Fact]
    public void Check_AcquireOfAnOwnExclusive_FindsWhatCandidatesFind()
    {
        const string Text =
            """
            AArch64 own-exclusive
            { 0:X2=x; 0:X4=y; 1:X2=x; 1:X4=y; }
             P0          | P1              ;
             DSB SY      | LDAXR X0,[X2]   ;
             MOV X1,#1   | MOV X1,#2       ;
             STR X1,[X4] | STXR W9,X1,[X2] ;
             DSB SY      | LDAPR X5,[X2]   ;
             LDR X0,[X2] | LDR X6,[X4]     ;
                         | EOR X7,X6,X6    ;
                         | LDR X8,[X4,X7]  ;
            exists (0:X0=0 /\ 1:X5=2 /\ 1:X8=0)
            """;

        LitmusResult explorer = LitmusExplorer.Check(Read(Text), MemoryModel.Armv8);

        LitmusResult candidates = LitmusChecker.Check(Read(Text), BuiltInModels.Get("armv8"));
        Assert.Empty(explorer.Bounds);
        Assert.Equal((1, 8), (explorer.Positive, explorer.Negative));
        Assert.Equal(candidates.States, explorer.States);
    }

    [Fact]
    public void Check_ExclusivesThatWrapAround_AreRefused() =>
        Assert.Equal("a read-modify-write that wraps around at its size", Refusal(Arm("MOV W1,#-1 ; STR W1,[X2] ; MOV W1,#1 ; LDADD W1,W0,[X2]"), MemoryModel.Armv8));

    private static string Refusal(string text, MemoryModel model)
    {
        LitmusException e = Assert.Throws<LitmusException>(() => LitmusExplorer.Check(Read(text), model));
        Assert.True(e.IsRefusal);
        return e.Problem["the explorer does not take this test: ".Length..];
    }

    private static LitmusProgram Read(string text) => LitmusReader.Lower(LitmusReader.Parse(new SourceText("t", text)));

    private static string C(string first, string second) =>
        $$"""
        C t
        {}
        P0(int *x, int *y) { int a; int b = 0; {{first}} }
        P1(int *x, int *y) { int a; int b; {{second}} }
        locations [0:a; 0:b; 1:a; 1:b; x; y]
        """;

    private static string Arm(string code) =>
        $$"""
        AArch64 t
        { 0:X2=x; 0:X4=y; }
         P0 ;
         {{code.Replace(" ; ", " ;\n ", StringComparison.Ordinal)}} ;
        locations [x]
        """;
}
