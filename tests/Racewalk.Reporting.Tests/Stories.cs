using Racewalk.Reporting.Race;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Tests;

/// <summary>Violations of scenarios, as reports tell them.</summary>
internal static class Stories
{
    public static (ScenarioVerdict Verdict, RaceStory Story, RaceTableOptions Options) Of(string id, string configuration)
    {
        ScenarioVerdict verdict = ScenarioChecker.Check(Catalogue.Find(id)!, Configuration.Parse(configuration));
        return (verdict, RaceStory.Of(verdict)!, RaceTableOptions.For(verdict));
    }
}
