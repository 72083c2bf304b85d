using System.Text.Json;
using System.Xml.Linq;

namespace Racewalk.Cli.Tests;

/// <summary>racewalk bench, for as short as it can be measured: that it measures, not what.</summary>
public sealed class BenchTests
{
    [Theory]
    [InlineData("pins", 4)]
    [InlineData("faults", 4)]
    [InlineData("collapse", 6)]
    [InlineData("dontneed", 4)]
    [InlineData("flush", 2)]
    [InlineData("waiting", 12)]
    public void Bench_Measurement_HasARowEachWithPositiveFigures(string name, int rows)
    {
        string folder = Directory.CreateTempSubdirectory("racewalk-bench-").FullName;
        string file = Path.Combine(folder, "bench.json");
        string picture = Path.Combine(folder, "bench.svg");

        TestRun run = TestRun.Of(TestRun.Fake(), "bench", name, "--cpus", "2", "--seconds", "0.01", "--json", file, "--svg", picture);

        Assert.True(run.ExitCode == ExitCodes.Holds, run.Error);
        Assert.StartsWith(name + ": ", run.Output, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(file));
        Assert.Equal("racewalk/bench/1", json.RootElement.GetProperty("schema").GetString());
        JsonElement measurement = Assert.Single(json.RootElement.GetProperty("measurements").EnumerateArray());
        JsonElement[] found = [.. measurement.GetProperty("rows").EnumerateArray()];
        Assert.Equal(rows, found.Length);
        Assert.All(found, static row => Assert.All(row.GetProperty("values").EnumerateArray(), static v => Assert.True(v.GetDouble() > 0)));
        XElement svg = XDocument.Load(picture).Root!;
        Assert.Contains(svg.Descendants(), e => e.Value == name);
        Directory.Delete(folder, recursive: true);
    }

    // The published rows of base pages of 4K (Documentation/mm/vmemmap_dedup.rst, v6.12), one of which frees nothing.
    [Fact]
    public void Bench_HvoMemory_FreesThePublishedPages()
    {
        string file = Path.GetTempFileName();

        TestRun run = TestRun.Of(TestRun.Fake(), "bench", "hvo-memory", "--json", file);

        Assert.True(run.ExitCode == ExitCodes.Holds, run.Error);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(file));
        JsonElement rows = json.RootElement.GetProperty("measurements")[0].GetProperty("rows");
        Assert.Equal([0, 7, 127, 4095], rows.EnumerateArray().Select(static row => row.GetProperty("values")[2].GetDouble()));
        File.Delete(file);
    }

    [Theory]
    [InlineData("unknown measurement 'pin'; did you mean 'pins'", "pin")]
    [InlineData("--cpus: the number must be from 1 to 32", "pins", "--cpus", "33")]
    [InlineData("--seconds", "pins", "--seconds", "0")]
    [InlineData("expected 4K, 16K or 64K", "pins", "--page-size", "8K")]
    public void Bench_BadArguments_Refused(string message, params string[] arguments)
    {
        TestRun run = TestRun.Of(TestRun.Fake(), ["bench", .. arguments]);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }
}
