using Racewalk.Exploration;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Scenarios;

/// <summary>One protocol question: a few actors, the axes along which it varies, and what the answer should be for each configuration.</summary>
public abstract class Scenario
{
    /// <summary>The id, <c>family/actors</c>, such as <c>gup-fast/collapse</c>.</summary>
    public abstract string Id { get; }

    /// <summary>The question in one line.</summary>
    public abstract string Title { get; }

    /// <summary>What the scenario models, what it answers and what it leaves out, as Markdown.</summary>
    public abstract string Documentation { get; }

    /// <summary>The axes, in a fixed order; the first value of each is the default.</summary>
    public abstract IReadOnlyList<Axis> Axes { get; }

    /// <summary>Every step of every actor, with the kernel function it stands for.</summary>
    public abstract IReadOnlyList<Step> Steps { get; }

    /// <summary>The configurations that the catalogue checks, with their expected verdicts; mutants (dropped steps) among them.</summary>
    public abstract IReadOnlyList<ExpectedVerdict> Expected { get; }

    /// <summary>Builds the program of one configuration.</summary>
    /// <exception cref="ScenarioException">The configuration makes no sense, such as a step dropped that the variant does not have.</exception>
    public abstract ScenarioInstance Build(Configuration configuration);

    /// <summary>How the configuration can be run on real processors.</summary>
    /// <returns>Null if the scenario cannot.</returns>
    /// <exception cref="ScenarioException">The configuration makes no sense, or no real machine is like that.</exception>
    public virtual NativePlan? PlanNatively(Configuration configuration) => null;
}

/// <summary>One way in which a scenario varies.</summary>
/// <param name="Name">The name, such as <c>arch</c>.</param>
/// <param name="Values">The values; the first is the default.</param>
/// <param name="Meaning">What it stands for.</param>
public sealed record Axis(string Name, IReadOnlyList<string> Values, string Meaning);

/// <summary>One named step of an actor.</summary>
/// <param name="Name">The name, unique in the scenario, such as <c>recheck-pmd</c>.</param>
/// <param name="Actor">The actor, such as <c>GUP-fast</c>.</param>
/// <param name="Function">The kernel function it stands for.</param>
/// <param name="Version">The kernel version it was read in.</param>
/// <param name="File">The file in the kernel tree.</param>
/// <param name="Droppable">Whether <c>--drop</c> may leave it out, making a mutant.</param>
public sealed record Step(string Name, string Actor, string Function, string Version, string File, bool Droppable);

/// <summary>A verdict that the catalogue expects.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Verdict">What it must give.</param>
/// <param name="Reason">Why, in one line, citing the row of the literature or the kernel commit.</param>
public sealed record ExpectedVerdict(Configuration Configuration, Verdict Verdict, string Reason);

/// <summary>The answer to a scenario.</summary>
public enum Verdict
{
    /// <summary>No consistent execution breaks a property, and every witness was reached.</summary>
    Holds,

    /// <summary>Some consistent execution breaks a property.</summary>
    Violated,

    /// <summary>A bound was reached, or a witness was not.</summary>
    Inconclusive,
}

/// <summary>A scenario made concrete: what is explored and what is looked for.</summary>
public sealed class ScenarioInstance
{
    /// <summary>The program.</summary>
    public required CheckedProgram Program { get; init; }

    /// <summary>The model that the configuration asks for.</summary>
    public required MemoryModel Model { get; init; }

    /// <summary>Judged on each complete execution in which no thread failed: what is broken, or null.</summary>
    public required Func<IExecution, FailureNote?> Property { get; init; }

    /// <summary>The machine: what locks it nests is judged over all executions, and break-before-make where it has address spaces. Null if there is nothing of that.</summary>
    public Machine.CheckedMachine? Machine { get; init; }

    /// <summary>Whether a live entry that changes without break-before-make is a violation; true unless the scenario says why not.</summary>
    public bool JudgesBreakBeforeMake { get; init; } = true;

    /// <summary>Behaviours that must be reachable, or else a clean result is vacuous.</summary>
    public required IReadOnlyList<Witness> Witnesses { get; init; }

    /// <summary>What a value (the second) means at an address (the first), for readers; null where a plain number will do.</summary>
    public Func<ulong, ulong, string?>? FormatValue { get; init; }

    /// <summary>Whether the property and the witnesses ask the same of CPUs that run the same code, so that symmetry can be reduced.</summary>
    public bool TreatsIdenticalAlike { get; init; }

    /// <summary>Whether a deadlock is a violation; true unless the scenario says why not.</summary>
    public bool DeadlockIsViolation { get; init; } = true;
}

/// <summary>A behaviour that must be reachable.</summary>
/// <param name="Name">What happens, such as "the pin succeeds".</param>
/// <param name="Holds">Whether it happens in a complete execution.</param>
public sealed record Witness(string Name, Func<IExecution, bool> Holds);

/// <summary>A configuration makes no sense.</summary>
public sealed class ScenarioException(string message) : Exception(message)
{
}
