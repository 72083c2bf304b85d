using Racewalk.Reporting.Replay;
using Racewalk.Reporting.Text;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Verdicts;

/// <summary>What stands below a verdict table: totals, and everything that is not as expected.</summary>
public static class VerdictSummary
{
    /// <summary>The lines.</summary>
    /// <param name="checks">All verdicts.</param>
    /// <param name="planned">How many configurations were to be checked.</param>
    public static IReadOnlyList<string> Lines(IReadOnlyList<CheckedConfiguration> checks, int planned)
    {
        int Number(Verdict verdict) => checks.Count(c => c.Verdict.Verdict == verdict);
        long executions = checks.Sum(static c => c.Verdict.Exploration.Executions);
        long blocked = checks.Sum(static c => c.Verdict.Exploration.Blocked);
        TimeSpan time = checks.Aggregate(TimeSpan.Zero, static (sum, c) => sum + c.Verdict.Exploration.Elapsed);
        int mismatches = checks.Count(static c => !c.IsAsExpected);
        List<string> lines =
        [
            $"{ValueText.Count(checks.Count, "configuration")}: {Number(Verdict.Holds)} hold, {Number(Verdict.Violated)} violated, " +
            $"{Number(Verdict.Inconclusive)} inconclusive; {ValueText.Count(executions, "execution")}, {ValueText.Count(blocked)} blocked, " +
            ValueText.Duration(time),
        ];
        if (checks.Count < planned)
        {
            lines.Add($"{ValueText.Count(planned - checks.Count, "configuration")} not checked: the check was ended early");
        }

        lines.Add(mismatches == 0 ? "all as expected" : $"{mismatches} NOT as expected:");
        foreach (CheckedConfiguration check in checks.Where(static c => !c.IsAsExpected))
        {
            ScenarioVerdict verdict = check.Verdict;
            lines.Add($"  {verdict.Scenario.Id}  {check.Expected!.Configuration}: {VerdictNames.Of(verdict.Verdict)}, " +
                $"expected {VerdictNames.Of(check.Expected.Verdict)} ({check.Expected.Reason})");
            lines.AddRange(verdict.Inconclusive.Select(static reason => "    because: " + reason));
            if (verdict.Failure is { } failure)
            {
                lines.Add("    broken: " + failure.Message);
            }

            lines.Add("    look at it: " + CheckCommandText.Of(verdict.Scenario.Id, check.Expected.Configuration));
        }

        return lines;
    }
}
