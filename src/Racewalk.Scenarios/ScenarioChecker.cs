using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Models;

namespace Racewalk.Scenarios;

/// <summary>Checks configurations of scenarios.</summary>
public static class ScenarioChecker
{
    /// <summary>Fills in the default of every axis that a configuration does not name.</summary>
    /// <exception cref="ScenarioException">An axis, a value, a step or the model is unknown, or the step may not be dropped.</exception>
    public static Configuration Complete(Scenario scenario, Configuration configuration)
    {
        foreach ((string name, string value) in configuration.Values)
        {
            Axis axis = scenario.Axes.FirstOrDefault(a => a.Name == name) ?? throw new ScenarioException(
                $"{scenario.Id} has no axis '{name}'{NearestNames.HintOrAll(name, [.. scenario.Axes.Select(a => a.Name)])}");
            if (!axis.Values.Contains(value, StringComparer.Ordinal))
            {
                throw new ScenarioException($"axis {name} of {scenario.Id} has no value '{value}'{NearestNames.HintOrAll(value, axis.Values)}");
            }
        }

        foreach (string dropped in configuration.Dropped)
        {
            Step step = scenario.Steps.FirstOrDefault(s => s.Name == dropped) ?? throw new ScenarioException(
                $"{scenario.Id} has no step '{dropped}'{NearestNames.HintOrAll(dropped, [.. scenario.Steps.Where(s => s.Droppable).Select(s => s.Name)])}");
            if (!step.Droppable)
            {
                throw new ScenarioException($"step {dropped} of {scenario.Id} cannot be dropped: without it there is nothing to check");
            }
        }

        _ = ModelNames.Find(configuration.Model);
        IEnumerable<KeyValuePair<string, string>> values = scenario.Axes.Select(a =>
            KeyValuePair.Create(a.Name, configuration.Values.TryGetValue(a.Name, out string? value) ? value : a.Values[0]));
        return new Configuration(values, configuration.Dropped, configuration.Model);
    }

    /// <summary>Explores one configuration and judges it.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="configuration">The configuration; missing axes have their default.</param>
    /// <param name="options">Bounds and progress; null for the defaults.</param>
    /// <param name="cancellation">Ends early; the verdict is then inconclusive unless a violation was found.</param>
    /// <exception cref="ScenarioException">The configuration makes no sense.</exception>
    public static ScenarioVerdict Check(
        Scenario scenario, Configuration configuration, ExplorationOptions? options = null, CancellationToken cancellation = default)
    {
        Configuration complete = Complete(scenario, configuration);
        ScenarioInstance instance = scenario.Build(complete);
        if (options is { ReducesSymmetry: true } && instance is { TreatsIdenticalAlike: false, Program.IdenticalThreads.Count: > 0 })
        {
            throw new ScenarioException($"{scenario.Id} may judge CPUs that run the same code differently; its symmetry cannot be reduced");
        }

        var judge = new ExecutionJudge(instance);
        ExplorationResult result = Explore(scenario, instance, complete, judge, options, cancellation);
        return Conclude(scenario, complete, instance, judge, result, options);
    }

    /// <summary>What follows from an exploration.</summary>
    internal static ScenarioVerdict Conclude(
        Scenario scenario, Configuration complete, ScenarioInstance instance, ExecutionJudge judge, ExplorationResult result, ExplorationOptions? options)
    {
        judge.RecallExample(options);
        string[] doubts =
        [
            .. result.Bounds,
            .. judge.Unreached.Select(w => $"not reached: {w}"),
        ];
        return new ScenarioVerdict
        {
            Scenario = scenario,
            Configuration = complete,
            Model = instance.Model.Name,
            Verdict = judge.Violations > 0 ? Verdict.Violated : doubts.Length > 0 ? Verdict.Inconclusive : Verdict.Holds,
            Exploration = result,
            Violations = judge.Violations,
            Failure = judge.Failure,
            Example = judge.Example,
            Witnesses = judge.Witnesses,
            Warnings = judge.Warnings,
            Inconclusive = judge.Violations > 0 ? [] : doubts,
        };
    }

    private static ExplorationResult Explore(
        Scenario scenario, ScenarioInstance instance, Configuration complete, ExecutionJudge judge, ExplorationOptions? options, CancellationToken cancellation)
    {
        try
        {
            return Explorer.Explore(instance.Program, instance.Model, judge, options, cancellation, Copy);
        }
        catch (UnsupportedEventException e)
        {
            throw new ScenarioException($"{complete}: {e.Message}; an architecture's instructions have no meaning under another's model");
        }

        catch (UnsupportedSearchException e)
        {
            throw new ScenarioException($"{complete}: {e.Message}");
        }

        ExplorationCopy Copy()
        {
            ScenarioInstance copy = scenario.Build(complete);
            return new ExplorationCopy(copy.Program, new ExecutionJudge(copy));
        }
    }
}
