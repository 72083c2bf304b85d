using Racewalk.Exploration;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Tests;

/// <summary>What holds for every scenario of the catalogue.</summary>
public sealed class CatalogueTests
{
    public static TheoryData<string> Ids => [.. Catalogue.All.Select(s => s.Id)];

    [Theory]
    [MemberData(nameof(CatalogueLines.All), MemberType = typeof(CatalogueLines))]
    public void Verdict_is_as_expected(string id, string configuration)
    {
        (Scenario scenario, ExpectedVerdict expected) = CatalogueLines.Find(id, configuration);
        ScenarioVerdict verdict = CatalogueLines.Check(scenario, expected);
        Assert.True(
            expected.Verdict == verdict.Verdict,
            $"{expected.Verdict} expected ({expected.Reason}), but {verdict.Verdict}: {verdict.Failure?.Message} {string.Join("; ", verdict.Inconclusive)}");
        Assert.Equal(verdict.Verdict == Verdict.Violated, verdict.Example is not null);
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
        string[] steps = [.. scenario.Steps.Select(s => s.Name)];
        Assert.Equal(steps.Distinct(), steps);
        var missing = new MissingSteps(steps.Except(["free-page"]));
        var untilNoneIs = new ExplorationOptions { StopAtFirstViolation = true };
        foreach (ExpectedVerdict line in scenario.Expected.TakeWhile(_ => missing.Steps.Count > 0))
        {
            ScenarioInstance instance = scenario.Build(line.Configuration);
            Explorer.Explore(instance.Program, instance.Model, missing, untilNoneIs);
        }

        Assert.Empty(missing.Steps);
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

    // The steps that no execution had; ends the exploration when there are none.
    private sealed class MissingSteps(IEnumerable<string> steps) : IExecutionVisitor
    {
        public HashSet<string> Steps { get; } = [.. steps];

        public bool Visit(IExecution execution)
        {
            Execution copy = execution.Snapshot();
            foreach (Note note in copy.Events.SelectMany(e => e.Notes).Concat(copy.Threads.SelectMany(t => t.FinalNotes)))
            {
                if (note is StepNote step)
                {
                    Steps.Remove(step.Step);
                }
            }

            return Steps.Count > 0;
        }
    }
}
