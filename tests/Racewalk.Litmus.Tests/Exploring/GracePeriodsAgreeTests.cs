using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Exploring;
using Racewalk.Litmus.Syntax;
using Racewalk.Litmus.Tests.Conformance;
using Racewalk.Models;
using Racewalk.Models.Cat;
using Xunit.Abstractions;

namespace Racewalk.Litmus.Tests.Exploring;

/// <summary>
/// Without weak memory the two definitions of RCU are one: that of hardware, where each grace period and section are in one order or the other, and LKMM's axiom
/// (AXIOMS §7.5) over SC. The second is in the cat language here and is asked of candidate executions. Of the published tests some are left out unless
/// <c>RACEWALK_WHOLE_SUITES</c> is 1.
/// </summary>
public sealed partial class GracePeriodsAgreeTests(ITestOutputHelper output)
{
    private const string Axiom = """
        "Sequential consistency with grace periods"
        let po-loc = po & loc
        let fr = (rf^-1 ; co) \ id
        acyclic po-loc | rmw | rf | co | fr as coherence
        empty rmw & ((fr & ext) ; (co & ext)) as atomicity
        let sc = (po | rf | co | fr)+
        irreflexive sc as sequential-consistency
        let gp = [sync-rcu]
        let cs = rcu-rscs^-1
        let link = sc? ; po
        let rec rcu-order = gp
          | gp ; link ; cs
          | cs ; link ; gp
          | gp ; link ; rcu-order ; link ; cs
          | cs ; link ; rcu-order ; link ; gp
          | rcu-order ; link ; rcu-order
        irreflexive sc? ; po ; rcu-order ; po? ; sc? as rcu
        """;

    private static readonly bool s_isWhole = Environment.GetEnvironmentVariable("RACEWALK_WHOLE_SUITES") == "1";
    private static readonly CatModel s_axiom = CatModel.Parse("sc-rcu.cat", Axiom, new CatOptions { CallerChooses = BuiltInModels.ChosenBySearch });
    private static readonly CatModel s_sc = BuiltInModels.Get("sc");

    /// <summary>Small ones: a grace period against sections that nest, share, chain, hold a lock; a grace period in its own section.</summary>
    public static TheoryData<string, bool> Own => new()
    {
        { "P0(int *x, int *y) { rcu_read_lock(); int a = READ_ONCE(*x); int b = READ_ONCE(*y); rcu_read_unlock(); } "
            + "P1(int *x, int *y) { WRITE_ONCE(*x, 1); synchronize_rcu(); WRITE_ONCE(*y, 1); } exists (0:a=0 /\\ 0:b=1)", false },
        { "P0(int *x, int *y) { rcu_read_lock(); int a = READ_ONCE(*x); rcu_read_unlock(); int b = READ_ONCE(*y); } "
            + "P1(int *x, int *y) { WRITE_ONCE(*x, 1); synchronize_rcu(); WRITE_ONCE(*y, 1); } exists (0:a=0 /\\ 0:b=1)", true },
        { "P0(int *x, int *y) { rcu_read_lock(); int a = READ_ONCE(*x); rcu_read_lock(); rcu_read_unlock(); int b = READ_ONCE(*y); rcu_read_unlock(); } "
            + "P1(int *x, int *y) { WRITE_ONCE(*x, 1); synchronize_rcu(); WRITE_ONCE(*y, 1); } exists (0:a=0 /\\ 0:b=1)", false },
        { "P0(int *x, int *y) { rcu_read_lock(); int a = READ_ONCE(*x); WRITE_ONCE(*y, 1); rcu_read_unlock(); } "
            + "P1(int *y, int *z) { rcu_read_lock(); int a = READ_ONCE(*y); WRITE_ONCE(*z, 1); rcu_read_unlock(); } "
            + "P2(int *x, int *z) { int a = READ_ONCE(*z); synchronize_rcu(); WRITE_ONCE(*x, 1); } exists (0:a=1 /\\ 1:a=1 /\\ 2:a=1)", false },
        { "P0(int *x, int *y) { rcu_read_lock(); WRITE_ONCE(*x, 1); int a = READ_ONCE(*y); rcu_read_unlock(); } "
            + "P1(int *y, int *z) { rcu_read_lock(); WRITE_ONCE(*y, 1); int a = READ_ONCE(*z); rcu_read_unlock(); } "
            + "P2(int *x, int *z) { WRITE_ONCE(*z, 1); synchronize_rcu(); int a = READ_ONCE(*x); } exists (0:a=0 /\\ 1:a=0 /\\ 2:a=0)", false },
        { "P0(int *x, int *y) { rcu_read_lock(); int a = READ_ONCE(*x); int b = READ_ONCE(*y); rcu_read_unlock(); } "
            + "P1(int *x, int *z) { WRITE_ONCE(*x, 1); int a = READ_ONCE(*z); } P2(int *y, int *z) { WRITE_ONCE(*z, 1); synchronize_rcu(); WRITE_ONCE(*y, 1); } "
            + "exists (0:a=0 /\\ 0:b=1 /\\ 1:a=0)", false },
        { "P0(int *x, int *y) { rcu_read_lock(); WRITE_ONCE(*x, 1); synchronize_rcu(); WRITE_ONCE(*y, 1); rcu_read_unlock(); } exists (x=1)", false },
        { "P0(int *x, int *y) { synchronize_rcu(); WRITE_ONCE(*x, 1); synchronize_rcu(); WRITE_ONCE(*y, 1); } "
            + "P1(int *x, int *y) { rcu_read_lock(); int a = READ_ONCE(*x); int b = READ_ONCE(*y); rcu_read_unlock(); } exists (1:a=0 /\\ 1:b=1)", false },
    };

    [Theory]
    [MemberData(nameof(Own))]
    public void Check_OwnTest_SameExecutions(string test, bool reachable)
    {
        Compared compared = Compare("own.litmus", "C own {} " + test);

        Assert.Equal("", compared.Difference);
        Assert.Equal(reachable, compared.Positive > 0);
    }

    [Fact]
    public void Check_ProjectsTests_SameExecutions()
    {
        string[] files = [.. Directory.EnumerateFiles(OwnSuite.Folder, "*.litmus").Where(HasRcu).Order(StringComparer.Ordinal)];

        Compared[] compared = CompareAll(files);

        string found = string.Join(' ', compared.Select(static c => $"{Path.GetFileNameWithoutExtension(c.File)}:{c.Difference}"));
        Assert.Equal("rcu-free-no-section: rcu-free: srcu-update:srcu", found);
    }

    /// <summary>Suite; every how many-th test; how many agree, how many are refused for SRCU, for other reasons, and how many executions those that agree have; the same of the whole suite.</summary>
    public static TheoryData<string, int, int[], int[]> Published => new()
    {
        { "herd-linux", 1, [1, 0, 0, 2], [1, 0, 0, 2] },
        { "dat3m-lkmm", 10, [107, 3, 0, 36277], [1071, 21, 0, 279164] },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void Check_PublishedTest_SameExecutions(string suite, int every, int[] some, int[] whole)
    {
        if (PublishedSuites.Root is null)
        {
            output.WriteLine($"left out: {suite} is not beside the repository");
            return;
        }

        string[] files = [.. PublishedSuites.Files(suite).Where(HasRcu).Where((_, i) => s_isWhole || i % every == 0)];

        Compared[] compared = CompareAll(files);

        Assert.All(compared, static c => Assert.True(c.Difference is "" or "srcu" || c.IsRefused, $"{c.File}: {c.Difference}"));
        Compared[] agree = [.. compared.Where(static c => c.Difference == "")];
        int refused = compared.Count(static c => c.IsRefused);
        int[] counts = [agree.Length, compared.Count(static c => c.Difference == "srcu"), refused, (int)agree.Sum(static c => c.Executions)];
        Assert.Equal(s_isWhole ? whole : some, counts);
    }

    private static bool HasRcu(string file) => RcuName().IsMatch(File.ReadAllText(file));

    private Compared[] CompareAll(string[] files)
    {
        var all = new ConcurrentBag<(int, Compared)>();
        Parallel.For(0, files.Length, i => all.Add((i, Compare(files[i], File.ReadAllText(files[i])))));
        Compared[] compared = [.. all.OrderBy(static c => c.Item1).Select(static c => c.Item2)];
        foreach (IGrouping<string, Compared> group in compared.GroupBy(static c => c.Difference))
        {
            output.WriteLine($"{(group.Key.Length == 0 ? "agree" : group.Key)}: {group.Count()}, executions {group.Sum(static c => c.Executions)}, under SC without RCU {group.Sum(static c => c.OfSc)}");
        }

        return compared;
    }

    private static Compared Compare(string file, string text)
    {
        var source = new SourceText(file, text);
        Semantics.LitmusProgram Load() => LitmusReader.Lower(LitmusReader.Parse(source));
        LitmusResult hardware;
        LitmusResult axiom;
        try
        {
            hardware = LitmusExplorer.Check(Load(), MemoryModel.Sc, withGracePeriods: true);
            axiom = LitmusChecker.Check(Load(), s_axiom);
        }
        catch (LitmusException e)
        {
            return new Compared(file, e.Problem.Contains("srcu", StringComparison.Ordinal) ? "srcu" : e.Problem, true, 0, 0, 0);
        }

        bool same = (hardware.Positive, hardware.Negative) == (axiom.Positive, axiom.Negative) && hardware.States.SequenceEqual(axiom.States)
            && hardware.Bounds.Count == 0 && axiom.Bounds.Count == 0;
        LitmusResult sc = LitmusChecker.Check(Load(), s_sc);
        string difference = same ? "" : $"hardware {hardware.Positive}+{hardware.Negative}, axiom {axiom.Positive}+{axiom.Negative}";
        return new Compared(file, difference, false, axiom.Positive + axiom.Negative, sc.Positive + sc.Negative, axiom.Positive);
    }

    [GeneratedRegex("synchronize_rcu|rcu_read_lock|srcu")]
    private static partial Regex RcuName();

    private sealed record Compared(string File, string Difference, bool Refused, long Executions, long OfSc, long Positive)
    {
        public bool IsRefused => Refused && Difference != "srcu";
    }
}
