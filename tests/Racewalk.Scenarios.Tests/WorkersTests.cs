using Racewalk.Exploration;

namespace Racewalk.Scenarios.Tests;

// A verdict is the same, whatever the number of workers.
public sealed class WorkersTests
{
    public static TheoryData<string> Scenarios => [.. Catalogue.All.Select(static s => s.Id)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Check_ThreeWorkersFromTheStart_SameAsOne(string id)
    {
        Scenario scenario = Catalogue.All.Single(s => s.Id == id);
        var alone = new ExplorationOptions { MaxExecutions = 100_000 };
        // One that holds and one that breaks, if the catalogue has both.
        foreach (ExpectedVerdict line in scenario.Expected.DistinctBy(static e => e.Verdict))
        {
            ScenarioVerdict expected = ScenarioChecker.Check(scenario, line.Configuration, alone);
            if (expected.Exploration.Bounds.Any(static b => b.StartsWith("execution budget", StringComparison.Ordinal)))
            {
                continue;
            }

            ScenarioVerdict actual = ScenarioChecker.Check(
                scenario, line.Configuration, new ExplorationOptions { Workers = 3, WorkersBeginAfter = TimeSpan.Zero });
            Assert.Equal(Text(expected), Text(actual));
        }
    }

    private static string Text(ScenarioVerdict v) => string.Join('\n', [
        $"{v.Verdict}: {v.Exploration.Executions} executions, {v.Exploration.Blocked} blocked, {v.Exploration.Cut} cut, {v.Violations} violations",
        .. v.Exploration.Bounds,
        .. v.Warnings,
        .. v.Witnesses.Select(static w => $"{w.Witness.Name}: {w.Reached}"),
        v.Failure?.Message ?? "",
        .. v.Example?.Events.Select(static e => $"{e.Thread}.{e.Index} {e.Kind} {e.Operation.Address:x} {e.Value:x} <- {e.ReadsFrom} #{e.Coherence}") ?? [],
    ]);
}
