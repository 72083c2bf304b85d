using System.Text.Json;
using System.Xml.Linq;

namespace Racewalk.Cli.Tests;

/// <summary>racewalk bench explore without peers: that it measures, not what.</summary>
public sealed class BenchExploreTests
{
    [Fact]
    public void BenchExplore_OneProgram_HasItsCountsAndFigures()
    {
        string folder = Directory.CreateTempSubdirectory("racewalk-bench-").FullName;
        string file = Path.Combine(folder, "bench.json");
        string picture = Path.Combine(folder, "bench.svg");

        TestRun run = Run("--programs", "casrot(10)", "--no-scenarios", "--rounds", "1", "--json", file, "--chart", picture);

        Assert.True(run.ExitCode == ExitCodes.Holds, run.Error);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(file));
        Assert.Equal("racewalk/bench-explore/1", json.RootElement.GetProperty("schema").GetString());
        JsonElement[] rows = [.. json.RootElement.GetProperty("measurements").EnumerateArray()];
        Assert.Equal(["sc", "tso"], rows.Select(static r => r.GetProperty("model").GetString()));
        Assert.All(rows, static row => Assert.Equal(38486, row.GetProperty("executions").GetInt64()));
        Assert.All(rows, static row => Assert.True(row.GetProperty("cpu").GetProperty("medianMs").GetDouble() > 0));
        Assert.Contains(XDocument.Load(picture).Root!.Descendants(), static e => e.Value == "casrot(10)");
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("casrot(10)", "38486")]
    [InlineData("lockless-pte/contpte-dirty back=yes", "7584")]
    public void BenchExplore_Once_PrintsTheCountAlone(string name, string count) => Assert.Equal(count + "\n", Run("--once", name).Output);

    [Fact]
    public void BenchExplore_Symmetry_CountsClassesAndWhatTheyStandFor()
    {
        TestRun run = Run("--symmetry", "--programs", "cinc(5)", "--models", "sc", "--rounds", "1");
        Assert.True(run.ExitCode == ExitCodes.Holds, run.Error);
        Assert.Contains("14400", run.Output, StringComparison.Ordinal);
        Assert.Contains("stands for 1728000 executions", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no program 'nonsense'", "--programs", "nonsense")]
    [InlineData("unknown model 'armv9'", "--models", "armv9")]
    [InlineData("--rounds: the number must be positive", "--rounds", "0")]
    [InlineData("--peer: 'cbmc=x' is unknown", "--peer", "cbmc=x")]
    [InlineData("there is no GenMC at", "--peer", "genmc=nowhere")]
    [InlineData("--libdir and --peer-limit: only with --peer herd7=FILE", "--libdir", "x")]
    [InlineData("--libdir and --peer-limit: only with --peer herd7=FILE", "--tests", "sample", "--peer-limit", "1")]
    [InlineData("--suites: only with --tests", "--suites", "x")]
    [InlineData("there is no file or folder 'nowhere.litmus'", "--tests", "nowhere.litmus")]
    [InlineData("there is no herd7 at", "--peer", "herd7=nowhere")]
    public void BenchExplore_MakesNoSense_Returns2(string message, params string[] arguments)
    {
        TestRun run = Run(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private static TestRun Run(params string[] arguments) => TestRun.Of(TestRun.Fake(), ["bench", "explore", .. arguments]);
}
