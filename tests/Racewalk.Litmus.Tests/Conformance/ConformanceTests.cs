using Racewalk.Litmus.Batches;
using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Conformance;
using Xunit.Abstractions;

namespace Racewalk.Litmus.Tests.Conformance;

/// <summary>
/// The verdicts, races and final states of whole suites. The project's own suite is always there; where the published ones are not beside the repository,
/// nothing of them is checked, and the output says so.
/// </summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    [Fact]
    public void Check_OwnSuite_AgreesInAll()
    {
        SuiteReport report = Check(OwnSuite.Folder);

        Assert.Equal(17, report.Agreeing);
        Assert.Equal(17, report.Tests);
    }

    [Theory]
    [InlineData("dat3m-lkmm", 3980)]
    [InlineData("herd-linux", 62)]
    [InlineData("dat3m-arm8", 4006)]
    [InlineData("herd-a64", 55)]
    [InlineData("herd-a64-cas", 26)]
    [InlineData("herd-a64-pick", 42)]
    [InlineData("dat3m-x86", 380)]
    [InlineData("herd-x86_64", 22)]
    [InlineData("dat3m-ppc", 1843)]
    public void Check_PublishedSuite_AgreesInAll(string suite, int tests)
    {
        if (PublishedSuites.Root is null)
        {
            output.WriteLine($"left out: {suite} is not beside the repository");
            return;
        }

        SuiteReport report = Check(Path.Combine(PublishedSuites.Root, suite));

        Assert.Empty(report.Disagreements);
        Assert.Empty(report.Refusals);
        Assert.Empty(report.Timeouts);
        Assert.Equal(tests, report.Agreeing);
    }

    // Refused are page tables, instructions and tags as data, the variants morello and NV2, a symbolic register, and accesses of several sizes. A184 retries a
    // store-exclusive without end, so that it is cut here; herd drops what its bound cuts and says so in a warning. The counting loop of L029 herd drops as a
    // whole, which leaves it without a state, where with a larger bound it has the one that is found here.
    [Theory]
    [InlineData("herd-a64-instr", 209, 20, "A184.litmus", "L029.litmus")]
    [InlineData("herd-a64-readers", 35, 4, null, null)]
    [InlineData("herd-a64-faults", 4, 7, null, null)]
    public void Check_SuiteOfWhichPartIsRefused_AgreesInTheRest(string suite, int agreeing, int refused, string? cut, string? otherwiseInHerd)
    {
        if (PublishedSuites.Root is null)
        {
            output.WriteLine($"left out: {suite} is not beside the repository");
            return;
        }

        SuiteReport report = Check(Path.Combine(PublishedSuites.Root, suite));

        Assert.Equal(otherwiseInHerd is null ? [] : [otherwiseInHerd], report.Disagreements.Select(d => d.Test));
        Assert.Equal(cut is null ? [] : [cut], report.Timeouts.Select(t => t.Split(' ')[0]));
        Assert.All(report.Refusals, r => Assert.Contains(" is not supported", r.Why, StringComparison.Ordinal));
        Assert.Equal((agreeing, refused), (report.Agreeing, report.Refusals.Count));
    }

    private SuiteReport Check(string suite)
    {
        IReadOnlyList<ExpectedTest> expected = ExpectedTest.Load(suite);
        var report = new SuiteReport(Path.GetFileName(suite));
        string[] files = [.. expected.Select(e => SuiteFiles.Resolve(suite, e.File))];
        int index = 0;
        var limits = new LitmusLimits(TimeSpan.FromMinutes(2));
        LitmusBatch.Run(files, LitmusEngines.Candidates(LitmusEngines.BuiltInModelOf), limits, 2, o => report.Add(expected[index++], o), default);
        output.WriteLine(
            $"{report.Name}: {report.Agreeing} of {report.Tests} agree, {report.StateSets} state sets compared, "
            + $"{report.Elapsed.TotalSeconds:0.0} s, longest {report.Slowest.Elapsed.TotalSeconds:0.00} s ({report.Slowest.Test})");
        return report;
    }
}
