using System.Collections.Concurrent;

namespace Racewalk.Scenarios.Tests;

/// <summary>Every line of every table of expected verdicts, and what a check of it says: each is checked once, whoever asks.</summary>
internal static class CatalogueLines
{
    private static readonly ConcurrentDictionary<(string Id, string Configuration), Lazy<ScenarioVerdict>> s_verdicts = new();

    /// <summary>Each scenario's id with each configuration.</summary>
    public static TheoryData<string, string> All
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (Scenario scenario in Catalogue.All)
            {
                foreach (ExpectedVerdict line in scenario.Expected)
                {
                    data.Add(scenario.Id, line.Configuration.ToString());
                }
            }

            return data;
        }
    }

    /// <summary>One line.</summary>
    public static (Scenario Scenario, ExpectedVerdict Line) Find(string id, string configuration)
    {
        Scenario scenario = Catalogue.Find(id)!;
        return (scenario, scenario.Expected.Single(e => e.Configuration.ToString() == configuration));
    }

    /// <summary>The verdict of a line.</summary>
    public static ScenarioVerdict Check(Scenario scenario, ExpectedVerdict line) =>
        s_verdicts.GetOrAdd((scenario.Id, line.Configuration.ToString()), _ => new Lazy<ScenarioVerdict>(() => ScenarioChecker.Check(scenario, line.Configuration))).Value;
}
