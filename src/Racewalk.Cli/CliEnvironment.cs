using Racewalk.Exploration;
using Racewalk.Models;
using Racewalk.Programs;
using Racewalk.Scenarios;

namespace Racewalk.Cli;

/// <summary>Explores one program, as <see cref="Explorer"/> does.</summary>
public delegate ExplorationResult ExploreFunction(
    CheckedProgram program, MemoryModel model, IExecutionVisitor visitor, ExplorationOptions options, CancellationToken cancellation);

/// <summary>What the commands work with: the catalogue, the checker, and the terminal.</summary>
public sealed record CliEnvironment
{
    /// <summary>The scenarios, ordered by id.</summary>
    public required ScenarioList Catalogue { get; init; }

    /// <summary>Checks one configuration.</summary>
    public required Func<Scenario, Configuration, ExplorationOptions, CancellationToken, ScenarioVerdict> Check { get; init; }

    /// <summary>Explores one program.</summary>
    public required ExploreFunction Explore { get; init; }

    /// <summary>Fills in the defaults of a configuration.</summary>
    public required Func<Scenario, Configuration, Configuration> Complete { get; init; }

    /// <summary>Results go here.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Errors and progress go here.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether results go to a terminal that wants colours.</summary>
    public bool Colour { get; init; }

    /// <summary>Whether errors go to a terminal.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>The longest line to write.</summary>
    public int Width { get; init; } = 100;

    /// <summary>The version to report.</summary>
    public string Version { get; init; } = "0.0.0";

    /// <summary>Ends a check early.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The scenario with the given id.</summary>
    /// <exception cref="UsageException">There is none; the message names the nearest.</exception>
    public Scenario Find(string id) =>
        Catalogue.Find(id) ?? throw UsageException.Unknown("scenario", id, Catalogue.Ids, "'racewalk list' names them all");
}
