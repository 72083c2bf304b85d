using Racewalk.Exploration;

namespace Racewalk.Scenarios.Tests;

/// <summary>The order in which threads are run forward is the engine's affair.</summary>
public sealed class CatalogueOrderTests
{
    [Theory]
    [MemberData(nameof(CatalogueLines.All), MemberType = typeof(CatalogueLines))]
    public void Counts_do_not_depend_on_the_order_of_threads(string id, string configuration)
    {
        (Scenario scenario, ExpectedVerdict line) = CatalogueLines.Find(id, configuration);
        ExplorationResult forward = CatalogueLines.Check(scenario, line).Exploration;
        ScenarioInstance instance = scenario.Build(Configuration.Parse(configuration));
        ExplorationResult backward = Explorer.Explore(instance.Program, instance.Model, options: new ExplorationOptions
        {
            ThreadOrder = [.. Enumerable.Range(0, instance.Program.Threads.Count).Reverse()],
        });
        Assert.Equal((forward.Executions, forward.Cut), (backward.Executions, backward.Cut));
    }
}
