using Racewalk.Scenarios;

namespace Racewalk.Reporting.Race;

/// <summary>How a race table is written.</summary>
public sealed record RaceTableOptions
{
    /// <summary>The options for the execution of a verdict: values as its scenario writes them.</summary>
    public static RaceTableOptions For(ScenarioVerdict verdict) => new() { FormatValue = verdict.Scenario.Build(verdict.Configuration).FormatValue };

    /// <summary>The longest line; cells wrap.</summary>
    public int Width { get; init; } = 100;

    /// <summary>A table with more lines than this is shortened where the CPUs do not meet.</summary>
    public int MaxLines { get; init; } = 20;

    /// <summary>Whether the marker is coloured with escape codes.</summary>
    public bool Colour { get; init; }

    /// <summary>What a value (the second) means at an address (the first); null, or a result of null, where a plain number will do.</summary>
    public Func<ulong, ulong, string?>? FormatValue { get; init; }

    /// <summary>The command that shows the same execution again; null to leave it out.</summary>
    public string? ReplayCommand { get; init; }

    /// <summary>What barriers are called.</summary>
    public BarrierNames Barriers { get; init; } = BarrierNames.Kernel;

    /// <summary>Whether the execution is the first that was found and not one with the fewest context switches.</summary>
    public bool IsFirstFound { get; init; }
}
