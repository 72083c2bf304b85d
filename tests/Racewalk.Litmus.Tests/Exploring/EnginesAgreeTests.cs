using System.Collections.Immutable;
using Racewalk.Litmus.Tests.Conformance;
using Racewalk.Models;
using Xunit.Abstractions;

namespace Racewalk.Litmus.Tests.Exploring;

/// <summary>
/// The explorer with its models against the candidate search with the cat models of the same names: the same number of executions, the same final states with
/// the same counts, races on both sides or none, for every test that the explorer takes. The two share the dialects' semantics and nothing else. Of large
/// suites some tests are left out unless <c>RACEWALK_WHOLE_SUITES</c> is 1; where the published suites are not beside the repository, nothing of them is
/// checked, and the output says so.
/// </summary>
public sealed class EnginesAgreeTests(ITestOutputHelper output)
{
    private static readonly bool s_isWhole = Environment.GetEnvironmentVariable("RACEWALK_WHOLE_SUITES") == "1";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Suite and model; every how many-th test; how many agree, and of how many the explorer says that it may not have found all; the same of the whole suite.
    /// </summary>
    public static TheoryData<string, string, int, (int Agree, int Cut), (int Agree, int Cut)> Suites => new()
    {
        { "dat3m-x86", "tso", 1, (380, 0), (380, 0) },
        { "dat3m-x86", "sc", 1, (380, 0), (380, 0) },
        { "herd-x86_64", "tso", 1, (22, 0), (22, 0) },
        { "herd-x86_64", "sc", 1, (22, 0), (22, 0) },
        { "herd-a64", "armv8", 1, (41, 0), (41, 0) },
        { "herd-a64", "sc", 1, (44, 0), (44, 0) },
        { "herd-a64", "tso", 1, (44, 0), (44, 0) },

        // Compare-and-swap has paths of its own in herd7, see CompareAndSwapInstruction.
        { "herd-a64-cas", "armv8", 1, (0, 0), (0, 0) },
        { "herd-a64-faults", "armv8", 1, (5, 0), (5, 0) },
        { "herd-a64-instr", "armv8", 1, (192, 0), (192, 0) },
        { "herd-a64-instr", "sc", 1, (187, 0), (187, 0) },
        { "herd-a64-instr", "tso", 1, (183, 0), (183, 0) },
        { "herd-a64-pick", "armv8", 1, (15, 0), (15, 0) },
        { "herd-a64-pick", "sc", 1, (40, 0), (40, 0) },
        { "herd-a64-pick", "tso", 1, (33, 0), (33, 0) },
        { "herd-a64-readers", "armv8", 1, (35, 0), (35, 0) },
        { "herd-a64-readers", "sc", 1, (32, 0), (32, 0) },
        { "dat3m-arm8", "armv8", 10, (401, 0), (4006, 0) },
        { "dat3m-arm8", "sc", 10, (401, 0), (4006, 0) },
        { "dat3m-arm8", "tso", 10, (397, 0), (3977, 0) },
        { "dat3m-ppc", "power", 5, (369, 0), (1843, 0) },
        { "dat3m-ppc", "sc", 5, (369, 0), (1843, 0) },
        { "dat3m-ppc", "tso", 5, (369, 0), (1843, 0) },
        { "herd-linux", "lkmm", 1, (57, 1), (57, 1) },
        { "herd-linux", "sc", 1, (62, 0), (62, 0) },
        { "herd-linux", "tso", 1, (53, 0), (53, 0) },
        { "dat3m-lkmm", "lkmm", 20, (196, 1), (3924, 14) },
        { "dat3m-lkmm", "sc", 20, (199, 0), (3980, 0) },
        { "dat3m-lkmm", "tso", 20, (184, 0), (3712, 0) },
    };

    [Theory]
    [MemberData(nameof(Suites))]
    public void Check_PublishedSuite_EnginesAgreeOnAllThatFit(string suite, string model, int every, (int Agree, int Cut) some, (int Agree, int Cut) whole)
    {
        if (PublishedSuites.Root is null)
        {
            output.WriteLine($"left out: {suite} is not beside the repository");
            return;
        }

        string[] files = [.. PublishedSuites.Files(suite).Where((_, i) => s_isWhole || i % every == 0)];

        IReadOnlyList<Compared> compared = Compare(files, MemoryModel.All.Single(m => m.Name == model));

        Assert.DoesNotContain(compared, static c => c.Outcome == Outcome.Differs);
        (int, int) counts = (compared.Count(static c => c.Outcome == Outcome.Agrees), compared.Count(static c => c.Outcome == Outcome.Cut));
        Assert.Equal(s_isWhole ? whole : some, counts);
    }

    /// <summary>Suites of page tables: suite and further variant; every how many-th test; how many agree; the same of the whole suite.</summary>
    public static TheoryData<string, string, int, int, int> PageTables => new()
    {
        { "herd-vmsa", "", 4, 166, 667 },
        { "herd-vmsa", "ETS2", 4, 166, 667 },
        { "herd-vmsa", "ETS3", 8, 81, 667 },
        { "herd-kvm", "", 1, 34, 34 },
        { "herd-kvm", "ETS2", 1, 34, 34 },
        { "herd-bbm", "", 1, 5, 5 },
        { "herd-bbm", "ETS2", 1, 5, 5 },
        { "herd-ets2", "", 1, 5, 5 },
        { "herd-ets3", "", 1, 1, 1 },
    };

    [Theory]
    [MemberData(nameof(PageTables))]
    public void Check_PublishedPageTables_EnginesAgreeOnAllThatFit(string suite, string variant, int every, int some, int whole)
    {
        if (PublishedSuites.Root is null)
        {
            output.WriteLine($"left out: {suite} is not beside the repository");
            return;
        }

        string[] files = [.. PublishedSuites.Files(suite).Where((_, i) => s_isWhole || i % every == 0)];
        ImmutableHashSet<string> variants = ["vmsa", "fatal", .. variant.Length > 0 ? [variant] : Array.Empty<string>()];

        IReadOnlyList<Compared> compared = Compare(files, MemoryModel.Armv8, variants);

        Assert.DoesNotContain(compared, static c => c.Outcome is Outcome.Differs or Outcome.Cut);
        Assert.Equal(s_isWhole ? whole : some, compared.Count(static c => c.Outcome == Outcome.Agrees));
    }

    [Fact]
    public void Check_OwnPageTables_EnginesAgreeOnAllThatFit()
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(OwnSuite.Folder, "..", "page-tables"), "*.litmus").Order(StringComparer.Ordinal)];

        IReadOnlyList<Compared> compared = Compare(files, null);

        Assert.All(compared, static c => Assert.Equal((c.File, Outcome.Agrees), (c.File, c.Outcome)));
    }

    [Theory]
    [InlineData(null, "srcu-update")]
    [InlineData("sc", "")]
    [InlineData("tso", "lock-count")]
    public void Check_OwnSuite_EnginesAgreeOnAllThatFit(string? model, string unfit)
    {
        // Page tables have a meaning under Armv8 alone.
        string[] files = [.. Directory.EnumerateFiles(OwnSuite.Folder, "*.litmus")
            .Where(f => model is null || !Path.GetFileName(f).StartsWith("vmsa-", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

        IReadOnlyList<Compared> compared = Compare(files, MemoryModel.All.FirstOrDefault(m => m.Name == model));

        IEnumerable<string> others = compared.Where(static c => c.Outcome != Outcome.Agrees).Select(static c => Path.GetFileNameWithoutExtension(c.File));
        Assert.Equal(unfit, string.Join(' ', others));
    }

    private Compared[] Compare(string[] files, MemoryModel? model, ImmutableHashSet<string>? variants = null)
    {
        var compared = new Compared[files.Length];
        Parallel.For(0, files.Length, i => compared[i] = EngineComparison.Compare(files[i], model, s_limit, variants));
        foreach (IGrouping<Outcome, Compared> group in compared.GroupBy(static c => c.Outcome).OrderBy(static g => g.Key))
        {
            output.WriteLine($"{group.Key}: {group.Count()}");
        }

        foreach (Compared c in compared.Where(static c => c.Outcome != Outcome.Agrees))
        {
            output.WriteLine($"{c.Outcome}: {Path.GetFileName(c.File)}: {c.What}");
        }

        return compared;
    }
}
