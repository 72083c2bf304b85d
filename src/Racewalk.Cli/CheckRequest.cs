using Racewalk.Cli.Checkpoints;
using Racewalk.Exploration;

namespace Racewalk.Cli;

/// <summary>What <c>racewalk check</c> was asked to do.</summary>
public sealed record CheckRequest
{
    /// <summary>The scenarios named; empty for all.</summary>
    public IReadOnlyList<string> Scenarios { get; init; } = [];

    /// <summary>Values of axes, by axis.</summary>
    public IReadOnlyDictionary<string, string> Axes { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Steps to leave out.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];

    /// <summary>The memory model; null for the architecture's own.</summary>
    public string? Model { get; init; }

    /// <summary>Whether all configurations with an expected verdict are meant, and not one.</summary>
    public bool All { get; init; }

    /// <summary>The execution to show; null to check.</summary>
    public string? Replay { get; init; }

    /// <summary>Whether results are written as JSON.</summary>
    public bool Json { get; init; }

    /// <summary>The reports to write for pipelines; null for none.</summary>
    public PipelineReports? Reports { get; init; }

    /// <summary>The file for a picture of the race; null for none.</summary>
    public string? Svg { get; init; }

    /// <summary>A file for the verdict as a page; null for none.</summary>
    public string? Html { get; init; }

    /// <summary>The command line, as pages say how they were made.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>Whether progress is written even though nobody may be looking.</summary>
    public bool Progress { get; init; }

    /// <summary>How the check can be interrupted; null if it begins anew and leaves nothing behind.</summary>
    public CheckpointRequest? Checkpoint { get; init; }

    /// <summary>Bounds.</summary>
    public ExplorationOptions Options { get; init; } = new();

    /// <summary>Whether verdicts are compared with the catalogue's instead of being the exit code.</summary>
    public bool IsCatalogue => All || Scenarios.Count == 0;
}
