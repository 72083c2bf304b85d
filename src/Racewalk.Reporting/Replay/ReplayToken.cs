using Racewalk.Exploration;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Replay;

/// <summary>
/// Names one execution of one configuration of a scenario, as text that a shell takes without quotes:
/// <c>1:gup-fast/collapse:arch=arm64,era=E0:0012.0110</c>.
/// </summary>
/// <param name="ScenarioId">The scenario.</param>
/// <param name="Configuration">The configuration, every axis named.</param>
/// <param name="Code">The execution, see <see cref="ExecutionCode"/>.</param>
public sealed record ReplayToken(string ScenarioId, Configuration Configuration, string Code)
{
    private const string Version = "1";

    /// <summary>The token of an execution.</summary>
    public static ReplayToken Of(Scenario scenario, Configuration configuration, Execution execution) =>
        new(scenario.Id, configuration, ExecutionCode.Of(execution));

    /// <summary>Reads a token.</summary>
    /// <param name="text">The text.</param>
    /// <param name="error">What is wrong with it; null if nothing is.</param>
    /// <returns>The token; null if the text is none.</returns>
    public static ReplayToken? Parse(string text, out string? error)
    {
        string[] parts = text.Split(':');
        error = parts switch
        {
            [var version, ..] when version != Version && parts.Length > 1 =>
                $"the replay token has version '{version}'; this racewalk reads version {Version}",
            { Length: not 4 } => "a replay token reads VERSION:SCENARIO:CONFIGURATION:EXECUTION",
            _ when !ExecutionCode.IsWellFormed(parts[3]) => $"'{parts[3]}' is not the code of an execution",
            _ => null,
        };
        if (error is not null)
        {
            return null;
        }

        try
        {
            return new ReplayToken(parts[1], Configuration.Parse(parts[2].Replace(',', ' ')), parts[3]);
        }
        catch (ScenarioException e)
        {
            error = "the replay token's configuration: " + e.Message;
            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Version}:{ScenarioId}:{Configuration.ToString().Replace(' ', ',')}:{Code}";
}
