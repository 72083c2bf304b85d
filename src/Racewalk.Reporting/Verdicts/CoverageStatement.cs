using System.Globalization;
using Racewalk.Exploration;
using Racewalk.Reporting.Race;
using Racewalk.Reporting.Text;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Verdicts;

/// <summary>Says what a verdict rests on: what was visited, which bounds were reached, which witnesses were seen.</summary>
public static class CoverageStatement
{
    /// <summary>The lines, unwrapped, for one verdict.</summary>
    public static IReadOnlyList<string> Lines(CheckedConfiguration check)
    {
        ScenarioVerdict verdict = check.Verdict;
        List<string> lines = [$"{verdict.Scenario.Id}  {verdict.Configuration}".TrimEnd(), Headline(verdict)];
        if (verdict is { Failure: { } failure, Example: null })
        {
            lines.Add($"  broken: {OutcomeWriter.Describe(failure.Kind)}: {failure.Message}");
        }

        lines.AddRange(verdict.Inconclusive.Select(static reason => "  because: " + reason));
        lines.AddRange(verdict.Warnings.Select(static warning => "  warning: " + warning));
        lines.Add("  visited: " + Visited(verdict.Exploration, verdict.Model));
        if (verdict.Exploration.Search is { } search)
        {
            lines.AddRange(SearchStatement.Lines(search, verdict.Violations == 0).Select(static line => "  " + line));
        }

        if (verdict.Exploration.Symmetry is { } symmetry)
        {
            lines.Add("  symmetry: " + Symmetry(symmetry));
        }

        lines.Add("  bounds reached: " + (verdict.Exploration.IsExhaustive ? "none" : string.Join("; ", verdict.Exploration.Bounds)));
        if (verdict.Exploration.Estimate is { Probes: > 0 } estimate)
        {
            lines.Add("  covered: " + EstimateText.Statement(estimate));
        }
        else if (verdict.Exploration.Covered < 1)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"  covered: about {100 * verdict.Exploration.Covered:0.#} % of the search, by an estimate"));
        }

        foreach ((Witness witness, bool reached) in verdict.Witnesses)
        {
            lines.Add($"  witness {(reached ? "reached" : "NOT reached")}: {witness.Name}");
        }

        if (check.Expected is { } expected)
        {
            string agreement = check.IsSilent ? "the catalogue says " + VerdictNames.Of(expected.Verdict)
                : check.IsAsExpected ? "as expected" : "EXPECTED " + VerdictNames.Of(expected.Verdict);
            lines.Add($"  {agreement}: {expected.Reason}");
        }

        return lines;
    }

    private static string Headline(ScenarioVerdict verdict) => verdict.Verdict switch
    {
        Verdict.Holds => "holds: no execution breaks a property",
        Verdict.Violated => $"violated: a property breaks in {ValueText.Count(verdict.Violations)} of " +
            ValueText.Count(verdict.Exploration.Executions + verdict.Exploration.Blocked, "execution"),
        _ => "inconclusive",
    };

    private static string Symmetry(SymmetrySummary symmetry) => symmetry.IdenticalThreads.Count == 0
        ? "no two CPUs run the same code, so nothing was left out"
        : $"the executions visited stand for {symmetry.Represented.ToString("N0", CultureInfo.InvariantCulture)}, as the same code runs on " +
            string.Join(" and on ", symmetry.IdenticalThreads.Select(static group => "CPUs " + string.Join(", ", group)));

    private static string Visited(ExplorationResult result, string model)
    {
        string cut = result.Cut > 0 ? $", {ValueText.Count(result.Cut)} cut" : "";
        return $"{ValueText.Count(result.Executions, "execution")}, {ValueText.Count(result.Blocked)} blocked{cut}, " +
            $"under {model}, in {ValueText.Duration(result.Elapsed)}";
    }
}
