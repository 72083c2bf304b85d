using Racewalk.Scenarios;

namespace Racewalk.Reporting.Replay;

/// <summary>Command lines to copy.</summary>
public static class CheckCommandText
{
    /// <summary>The command that checks one configuration.</summary>
    public static string Of(string scenarioId, Configuration configuration) => string.Join(' ', Words(scenarioId, configuration));

    /// <summary>The command that replays one execution.</summary>
    /// <param name="token">The execution.</param>
    /// <param name="loopBound">The loop bound it was found with, if that is not the default.</param>
    public static string Of(ReplayToken token, int? loopBound = null) =>
        "racewalk check --replay " + token + (loopBound is null ? "" : FormattableString.Invariant($" --loop-bound {loopBound}"));

    private static IEnumerable<string> Words(string scenarioId, Configuration configuration)
    {
        yield return "racewalk check " + scenarioId;
        foreach ((string axis, string value) in configuration.Values)
        {
            yield return $"--variant {axis}={value}";
        }

        foreach (string step in configuration.Dropped)
        {
            yield return "--drop " + step;
        }

        if (configuration.Model is not null)
        {
            yield return "--model " + configuration.Model;
        }
    }
}
