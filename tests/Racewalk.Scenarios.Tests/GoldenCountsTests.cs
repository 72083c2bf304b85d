using System.Globalization;

namespace Racewalk.Scenarios.Tests;

/// <summary>
/// The number of executions of every line of the catalogue. A change of these numbers is a change of a scenario, of a model or of the engine,
/// and must be explained.
/// </summary>
public sealed class GoldenCountsTests
{
    [Fact]
    public void Counts_are_as_recorded()
    {
        string actual = string.Join('\n', Catalogue.All.SelectMany(s => s.Expected.Select(e => Line(s, e)))) + "\n";
        using Stream stream = typeof(GoldenCountsTests).Assembly.GetManifestResourceStream("counts.golden")!;
        using var reader = new StreamReader(stream);
        string recorded = reader.ReadToEnd();
        if (recorded != actual)
        {
            // For whoever can explain the change: the new record, beside the test.
            File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "counts.golden"), actual);
        }

        Assert.Equal(recorded, actual);
    }

    private static string Line(Scenario scenario, ExpectedVerdict line)
    {
        ScenarioVerdict verdict = CatalogueLines.Check(scenario, line);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{scenario.Id} {line.Configuration}: {verdict.Exploration.Executions} executions, {verdict.Exploration.Blocked} blocked, {verdict.Violations} violations");
    }
}
