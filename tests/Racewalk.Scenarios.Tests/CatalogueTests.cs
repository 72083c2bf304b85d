using Racewalk.Exploration;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Tests;

/// <summary>What holds for every scenario of the catalogue.</summary>
public sealed class CatalogueTests
{
    /// <summary>Every line of every table of expected verdicts.</summary>
    public static TheoryData<string, string> Lines()
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

    public static TheoryData<string> Ids => [.. Catalogue.All.Select(s => s.Id)];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Verdict_is_as_expected(string id, string configuration)
    {
        Scenario scenario = Catalogue.Find(id)!;
        ExpectedVerdict expected = scenario.Expected.Single(e => e.Configuration.ToString() == configuration);
        ScenarioVerdict verdict = ScenarioChecker.Check(scenario, expected.Configuration);
        Assert.True(
            expected.Verdict == verdict.Verdict,
            $"{expected.Verdict} expected ({expected.Reason}), but {verdict.Verdict}: {verdict.Failure?.Message} {string.Join("; ", verdict.Inconclusive)}");
        Assert.Equal(verdict.Verdict == Verdict.Violated, verdict.Example is not null);
    }

    /// <summary>The order in which threads are run forward is the engine's affair.</summary>
    [Theory]
    [MemberData(nameof(Lines))]
    public void Counts_do_not_depend_on_the_order_of_threads(string id, string configuration)
    {
        Scenario scenario = Catalogue.Find(id)!;
        ScenarioInstance instance = scenario.Build(Configuration.Parse(configuration));
        ExplorationResult forward = Explorer.Explore(instance.Program, instance.Model);
        ExplorationResult backward = Explorer.Explore(instance.Program, instance.Model, options: new ExplorationOptions
        {
            ThreadOrder = [.. Enumerable.Range(0, instance.Program.Threads.Count).Reverse()],
        });
        Assert.Equal((forward.Executions, forward.Cut), (backward.Executions, backward.Cut));
    }

    [Fact]
    public void Ids_are_unique_and_in_order()
    {
        string[] ids = [.. Catalogue.All.Select(s => s.Id)];
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
        Assert.All(ids, id => Assert.Matches("^[a-z0-9-]+/[a-z-]+$", id));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Lines_are_about_different_configurations(string id)
    {
        Scenario scenario = Catalogue.Find(id)!;
        string[] complete = [.. scenario.Expected.Select(e => ScenarioChecker.Complete(scenario, e.Configuration).ToString())];
        Assert.Equal(complete.Distinct(), complete);
        Assert.All(scenario.Expected, e => Assert.NotEmpty(e.Reason));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_default_configuration_is_expected_to_hold(string id)
    {
        Scenario scenario = Catalogue.Find(id)!;
        Configuration byDefault = ScenarioChecker.Complete(scenario, Configuration.Parse(""));
        Assert.Contains(scenario.Expected, e => e.Verdict == Verdict.Holds && ScenarioChecker.Complete(scenario, e.Configuration).Equals(byDefault));
    }

    /// <summary>A verdict that holds with every step in place proves little if it also held without: some step must be needed.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_full_protocol_that_holds_has_a_mutant_that_is_violated(string id)
    {
        Scenario scenario = Catalogue.Find(id)!;
        Configuration[] violated = [.. scenario.Expected.Where(e => e.Verdict == Verdict.Violated).Select(e => ScenarioChecker.Complete(scenario, e.Configuration))];
        Assert.All(
            scenario.Expected.Where(e => e.Verdict == Verdict.Holds && e.Configuration.Dropped.Count == 0 && e.Configuration.Model is null && !e.Reason.StartsWith("needs ", StringComparison.Ordinal)),
            e =>
            {
                Configuration complete = ScenarioChecker.Complete(scenario, e.Configuration);
                Assert.True(
                    violated.Any(v => v.Dropped.Count > 0 && v.Model is null && v.Values.SequenceEqual(complete.Values)), $"no mutant of {e.Configuration} is violated");
            });
    }

    /// <summary>Steps are listed for readers; one that no execution shows misleads them. Only the free belongs to every put, whether or not it comes to it.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_step_occurs(string id)
    {
        Scenario scenario = Catalogue.Find(id)!;
        var seen = new StepCollector();
        foreach (ExpectedVerdict line in scenario.Expected)
        {
            ScenarioInstance instance = scenario.Build(line.Configuration);
            Explorer.Explore(instance.Program, instance.Model, seen);
        }

        Assert.Equal(scenario.Steps.Select(s => s.Name).Distinct(), scenario.Steps.Select(s => s.Name));
        Assert.Empty(scenario.Steps.Select(s => s.Name).Except([.. seen.Steps, "free-page"]));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Documentation_says_what_is_modelled_and_what_is_not(string id)
    {
        string text = Catalogue.Find(id)!.Documentation;
        Assert.StartsWith($"# {id}\n", text, StringComparison.Ordinal);
        Assert.Contains("## Actors", text, StringComparison.Ordinal);
        Assert.Contains("## Answers", text, StringComparison.Ordinal);
        Assert.Contains("## Left out", text, StringComparison.Ordinal);
    }

    private sealed class StepCollector : IExecutionVisitor
    {
        public HashSet<string> Steps { get; } = [];

        public bool Visit(IExecution execution)
        {
            Execution copy = execution.Snapshot();
            foreach (Note note in copy.Events.SelectMany(e => e.Notes).Concat(copy.Threads.SelectMany(t => t.FinalNotes)))
            {
                if (note is StepNote step)
                {
                    Steps.Add(step.Step);
                }
            }

            return true;
        }
    }
}
