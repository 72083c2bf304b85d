using Racewalk.Reporting.Text;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Verdicts;

/// <summary>
/// A line for each configuration. The width of the columns is fixed before the first verdict is known, so that lines can be written while
/// the check goes on.
/// </summary>
public sealed class VerdictTable
{
    private static readonly string[] s_titles =
        ["scenario", "configuration", "model", "verdict", "expected", "executions", "blocked", "time", ""];

    private readonly int[] _widths;

    /// <summary>A table for the given configurations.</summary>
    /// <param name="configurations">Every scenario with a configuration that will get a line.</param>
    public VerdictTable(IEnumerable<(Scenario Scenario, Configuration Configuration)> configurations)
    {
        _widths = [0, 0, 5, "inconclusive".Length, "inconclusive".Length, "executions".Length, "1,234,567".Length, "12 min 34 s".Length, 0];
        _widths[0] = s_titles[0].Length;
        _widths[1] = s_titles[1].Length;
        foreach ((Scenario scenario, Configuration configuration) in configurations)
        {
            _widths[0] = Math.Max(_widths[0], scenario.Id.Length);
            _widths[1] = Math.Max(_widths[1], configuration.ToString().Length);
        }
    }

    /// <summary>The line above all others.</summary>
    public string Header => Join(s_titles);

    /// <summary>The line of one configuration.</summary>
    /// <param name="check">The verdict.</param>
    /// <param name="configuration">The configuration as the catalogue writes it, without defaults; null for the complete one.</param>
    public string Line(CheckedConfiguration check, Configuration? configuration = null)
    {
        ScenarioVerdict verdict = check.Verdict;
        return Join(
            verdict.Scenario.Id,
            (configuration ?? verdict.Configuration).ToString(),
            verdict.Model,
            VerdictNames.Of(verdict.Verdict),
            check.Expected is null ? "-" : VerdictNames.Of(check.Expected.Verdict),
            ValueText.Count(verdict.Exploration.Executions),
            ValueText.Count(verdict.Exploration.Blocked),
            ValueText.Duration(verdict.Exploration.Elapsed),
            check.IsAsExpected ? "" : "MISMATCH");
    }

    private string Join(params string[] cells) =>
        string.Join("  ", cells.Select((cell, i) => i is 5 or 6 or 7 ? cell.PadLeft(_widths[i]) : cell.PadRight(_widths[i]))).TrimEnd();
}
