using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;
using Racewalk.Models.Cat;

namespace Racewalk.Litmus.Tests.Checking;

/// <summary>Numbers of executions and states of small tests that can be counted by hand.</summary>
public sealed class LitmusCheckerTests
{
    private const string StoreBuffer = "P0(int *x, int *y) { WRITE_ONCE(*x, 1); r0 = READ_ONCE(*y); }\nP1(int *x, int *y) { WRITE_ONCE(*y, 1); r0 = READ_ONCE(*x); }\n";
    private const string LoadBuffer = "P0(int *x, int *y) { r0 = READ_ONCE(*x); WRITE_ONCE(*y, 1); }\nP1(int *x, int *y) { r0 = READ_ONCE(*y); WRITE_ONCE(*x, 1); }\n";

    [Theory]
    [InlineData("sc", 3)]
    [InlineData("lkmm", 4)]
    public void Check_StoreBuffering_HasSoManyExecutions(string model, int executions) =>
        Assert.Equal(executions, Count(StoreBuffer + "exists (0:r0=0 /\\ 1:r0=0)", model));

    [Theory]
    [InlineData("sc", 3)]
    [InlineData("lkmm", 4)]
    public void Check_LoadBuffering_HasSoManyExecutions(string model, int executions) =>
        Assert.Equal(executions, Count(LoadBuffer + "exists (0:r0=1 /\\ 1:r0=1)", model));

    [Fact]
    public void Check_WritesOfOneLocation_AllOrders() =>
        Assert.Equal(6, Count("P0(int *x) { WRITE_ONCE(*x, 1); }\nP1(int *x) { WRITE_ONCE(*x, 2); }\nP2(int *x) { WRITE_ONCE(*x, 3); }\nexists (x=1)", "lkmm"));

    [Fact]
    public void Check_AtomicIncrements_AreOneAfterTheOther()
    {
        LitmusResult result = Run("P0(atomic_t *x) { atomic_inc(x); }\nP1(atomic_t *x) { atomic_inc(x); }\nP2(atomic_t *x) { atomic_inc(x); }\nforall (x=3)", "lkmm");

        Assert.Equal(6, result.Positive);
        Assert.Equal(0, result.Negative);
    }

    [Fact]
    public void Check_Filter_LeavesStatesOut()
    {
        LitmusResult result = Run(StoreBuffer + "filter (0:r0=1)\nexists (1:r0=0)", "sc");

        Assert.Equal(2, result.Positive + result.Negative);
    }

    [Fact]
    public void Check_ValueOutOfThinAir_IsNotBuiltAndSaidSo()
    {
        LitmusResult result = Run(
            "P0(int *x, int *y) { int r0; r0 = *x; *y = r0; }\nP1(int *x, int *y) { int r0; r0 = *y; *x = r0; }\nexists (0:r0=1)", "lkmm");

        Assert.Equal(0, result.Positive);
        Assert.True(result.HasThinAir);
    }

    [Fact]
    public void Check_ComputedAddress_IsFound()
    {
        LitmusResult result = Run("P0(int *x, int *y) { int r0; r0 = READ_ONCE(*x); WRITE_ONCE(*(y + r0), 5); }\nP1(int *x) { WRITE_ONCE(*x, 1); }\nexists (y=5)", "lkmm");

        Assert.Equal(1, result.Positive);
        Assert.Equal(1, result.Negative);
    }

    [Fact]
    public void Check_TimeLimit_IsABound()
    {
        string threads = string.Concat(Enumerable.Range(0, 9).Select(t => $"P{t}(int *x) {{ WRITE_ONCE(*x, {t + 1}); r0 = READ_ONCE(*x); }}\n"));

        LitmusResult result = LitmusChecker.Check(Program(threads + "exists (x=1)"), BuiltInModels.Get("lkmm"), new LitmusLimits(TimeSpan.FromMilliseconds(50)));

        Assert.Equal("time limit of 0.05 s", Assert.Single(result.Bounds));
    }

    [Fact]
    public void Explain_ForbiddenOutcome_NamesTheCheckAndItsCycle()
    {
        Forbidden? forbidden = LitmusChecker.Explain(Program(StoreBuffer + "exists (0:r0=0 /\\ 1:r0=0)"), BuiltInModels.Get("sc"));

        Assert.NotNull(forbidden);
        Assert.Equal("sequential-consistency", forbidden.Check);
        Assert.Equal(["po", "fr", "po", "fr"], forbidden.Steps.Select(s => s.Relation));
    }

    [Fact]
    public void Explain_ImpossibleValue_IsNothing() =>
        Assert.Null(LitmusChecker.Explain(Program(StoreBuffer + "exists (0:r0=7)"), BuiltInModels.Get("sc")));

    private static int Count(string text, string model)
    {
        LitmusResult result = Run(text, model);
        return (int)(result.Positive + result.Negative);
    }

    private static LitmusResult Run(string text, string model) => LitmusChecker.Check(Program(text), BuiltInModels.Get(model));

    private static LitmusProgram Program(string text) => LitmusReader.Lower(LitmusReader.Parse(new SourceText("t.litmus", "C t\n{ }\n" + text)));
}
