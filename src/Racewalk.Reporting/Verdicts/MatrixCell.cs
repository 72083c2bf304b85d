using Racewalk.Scenarios;

namespace Racewalk.Reporting.Verdicts;

/// <summary>A configuration in a table of verdicts.</summary>
/// <param name="Text"><c>holds</c>, what breaks, <c>?</c> where the verdict is inconclusive, <c>-</c> where the configuration makes no sense.</param>
/// <param name="Check">The verdict; null where the configuration makes no sense.</param>
public sealed record MatrixCell(string Text, CheckedConfiguration? Check)
{
    /// <summary>Where a configuration makes no sense.</summary>
    public const string None = "-";

    /// <summary>Checks a configuration.</summary>
    /// <param name="scenario">Its scenario.</param>
    /// <param name="configuration">The configuration; axes not named have their defaults.</param>
    /// <param name="check">Checks a complete configuration; a <see cref="ScenarioException"/> says that it makes no sense.</param>
    public static MatrixCell Of(Scenario scenario, Configuration configuration, Func<Configuration, ScenarioVerdict> check)
    {
        ScenarioVerdict verdict;
        try
        {
            verdict = check(ScenarioChecker.Complete(scenario, configuration));
        }
        catch (ScenarioException)
        {
            return new MatrixCell(None, null);
        }

        string text = verdict.Verdict switch
        {
            Verdict.Holds => "holds",
            Verdict.Violated => VerdictNames.Of(verdict.Failure!.Kind),
            _ => "?",
        };
        return new MatrixCell(text, CheckedConfiguration.Of(verdict));
    }
}
