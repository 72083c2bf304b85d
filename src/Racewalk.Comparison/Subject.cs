using Racewalk.Classics;
using Racewalk.Models;
using Racewalk.Programs;
using Racewalk.Scenarios;

namespace Racewalk.Comparison;

/// <summary>What is explored.</summary>
/// <param name="Name">The name of a program, or a scenario with its configuration.</param>
/// <param name="Model">The model.</param>
/// <param name="Program">The program.</param>
internal sealed record Subject(string Name, MemoryModel Model, CheckedProgram Program)
{
    /// <summary>The scenarios of the catalogue with the most executions, each under its own model.</summary>
    public static IReadOnlyList<string> LargestScenarios { get; } =
    [
        "hvo-arm64/update context=task-hardirq -flush-tlbi",
        "hvo-arm64/update context=nmi nmi=yes",
        "lockless-pte/contpte-dirty back=yes",
    ];

    /// <summary>All of them.</summary>
    public static IEnumerable<Subject> Of(ComparisonOptions options) =>
    [
        .. options.Models.SelectMany(model => options.MeasuredPrograms.Select(name => Find(name, model))),
        .. options.Scenarios.Select(static name => Find(name, MemoryModel.Sc)),
    ];

    /// <summary>One of them.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="model">The model, for a program; a scenario has its own.</param>
    /// <exception cref="ComparisonException">There is no such scenario.</exception>
    public static Subject Find(string name, MemoryModel model)
    {
        string[] parts = name.Split(' ', 2);
        if (ClassicPrograms.Contains(name))
        {
            return new Subject(name, model, ClassicPrograms.Make(name));
        }

        Scenario scenario = Catalogue.All.Find(parts[0]) ?? throw new ComparisonException($"there is no program and no scenario '{parts[0]}'");
        ScenarioInstance instance = scenario.Build(ScenarioChecker.Complete(scenario, Configuration.Parse(parts.Length > 1 ? parts[1] : "")));
        return new Subject(name, instance.Model, instance.Program);
    }
}
