using Racewalk.Exploration;
using Racewalk.Programs;

namespace Racewalk.Scenarios;

/// <summary>The verdict on one configuration of a scenario, with what it rests on.</summary>
public sealed record ScenarioVerdict
{
    /// <summary>The scenario.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>The configuration, every axis named.</summary>
    public required Configuration Configuration { get; init; }

    /// <summary>The name of the memory model that was used.</summary>
    public required string Model { get; init; }

    /// <summary>The answer.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Executions visited and bounds reached.</summary>
    public required ExplorationResult Exploration { get; init; }

    /// <summary>How many executions broke a property.</summary>
    public required long Violations { get; init; }

    /// <summary>What is broken in <see cref="Example"/>; null if nothing is.</summary>
    public required FailureNote? Failure { get; init; }

    /// <summary>
    /// The violating execution with the fewest context switches, ties by the order of exploration; with an early stop, the first found. Null if none.
    /// </summary>
    public required Execution? Example { get; init; }

    /// <summary>Each witness with whether it was reached.</summary>
    public required IReadOnlyList<(Witness Witness, bool Reached)> Witnesses { get; init; }

    /// <summary>What breaks nothing and is worth saying, one line each: locks that are nested in both orders, though no execution deadlocks.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Why the verdict is inconclusive, one line each; empty otherwise.</summary>
    public required IReadOnlyList<string> Inconclusive { get; init; }
}
