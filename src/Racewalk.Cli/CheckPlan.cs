using Racewalk.Models;
using Racewalk.Scenarios;

namespace Racewalk.Cli;

/// <summary>One configuration to check.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Configuration">The configuration; axes not named have their default.</param>
/// <param name="Expected">What the catalogue expects; null if it does not list the configuration.</param>
public sealed record PlannedCheck(Scenario Scenario, Configuration Configuration, ExpectedVerdict? Expected);

/// <summary>Finds out which configurations a request means.</summary>
public static class CheckPlan
{
    /// <summary>The configurations, in the order of the catalogue or of the command line.</summary>
    /// <exception cref="UsageException">A name is unknown, or the request means nothing.</exception>
    public static IReadOnlyList<PlannedCheck> Of(CheckRequest request, CliEnvironment environment)
    {
        IReadOnlyList<Scenario> scenarios = request.Scenarios.Count == 0
            ? environment.Catalogue
            : [.. request.Scenarios.Distinct(StringComparer.Ordinal).Select(environment.Find)];
        return request.IsCatalogue
            ? Expected(request, environment, scenarios)
            : [.. scenarios.Select(s => One(request, environment, s))];
    }

    private static IReadOnlyList<PlannedCheck> Expected(
        CheckRequest request, CliEnvironment environment, IReadOnlyList<Scenario> scenarios)
    {
        if (request.Model is not null || request.Dropped.Count > 0)
        {
            throw new UsageException("--model and --drop change one configuration; name a scenario, without --all");
        }

        // With several scenarios an axis selects: those that do not have it are not meant.
        foreach ((string axis, string value) in request.Axes)
        {
            CheckAxis(axis, value, [.. scenarios.SelectMany(static s => s.Axes)], "");
        }

        List<PlannedCheck> plan = [];
        foreach (Scenario scenario in scenarios)
        {
            foreach (ExpectedVerdict expected in scenario.Expected)
            {
                Configuration complete = environment.Complete(scenario, expected.Configuration);
                if (request.Axes.All(a => complete.Values.TryGetValue(a.Key, out string? value) && value == a.Value))
                {
                    plan.Add(new PlannedCheck(scenario, expected.Configuration, expected));
                }
            }
        }

        return plan.Count > 0 ? plan : throw new UsageException("no expected configuration has these values");
    }

    private static PlannedCheck One(CheckRequest request, CliEnvironment environment, Scenario scenario)
    {
        foreach ((string axis, string value) in request.Axes)
        {
            CheckAxis(axis, value, scenario.Axes, $" of {scenario.Id}");
        }

        foreach (string step in request.Dropped)
        {
            if (!scenario.Steps.Any(s => s.Droppable && s.Name == step))
            {
                IEnumerable<string> droppable = scenario.Steps.Where(static s => s.Droppable).Select(static s => s.Name);
                throw scenario.Steps.Any(s => s.Name == step)
                    ? new UsageException(
                        $"step '{step}' of {scenario.Id} cannot be left out; 'racewalk list --steps {scenario.Id}' says which can")
                    : UsageException.Unknown($"step of {scenario.Id}", step, droppable);
            }
        }

        if (request.Model is not null && !MemoryModel.All.Any(m => m.Name == request.Model))
        {
            throw UsageException.Unknown("model", request.Model, MemoryModel.All.Select(static m => m.Name));
        }

        var configuration = new Configuration(request.Axes, request.Dropped, request.Model);
        Configuration complete = environment.Complete(scenario, configuration);
        ExpectedVerdict? expected = scenario.Expected.FirstOrDefault(e => environment.Complete(scenario, e.Configuration).Equals(complete));
        return new PlannedCheck(scenario, configuration, expected);
    }

    private static void CheckAxis(string name, string value, IReadOnlyList<Axis> axes, string of)
    {
        if (!axes.Any(a => a.Name == name))
        {
            throw UsageException.Unknown("axis" + of, name, axes.Select(static a => a.Name).Distinct(StringComparer.Ordinal));
        }

        IEnumerable<string> values = axes.Where(a => a.Name == name).SelectMany(static a => a.Values).Distinct(StringComparer.Ordinal);
        if (!values.Contains(value, StringComparer.Ordinal))
        {
            throw UsageException.Unknown((name == "arch" ? "architecture" : $"value of axis '{name}'") + of, value, values);
        }
    }
}
