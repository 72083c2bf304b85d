using Racewalk.Litmus.Batches;
using Racewalk.Reporting.Json;
using Racewalk.Reporting.Pipelines;

namespace Racewalk.Cli;

/// <summary>Verdicts to report.</summary>
/// <param name="Command">The command that gave them.</param>
/// <param name="Results">The verdicts.</param>
/// <param name="NotChecked">Configurations that nobody came to check.</param>
/// <param name="IsCompared">Whether verdicts are compared with the catalogue's.</param>
/// <param name="IsFirstFound">Whether the examples are the first that were found.</param>
internal sealed record CheckReport(string Command, IReadOnlyList<JsonResult> Results, IEnumerable<PlannedCheck> NotChecked, bool IsCompared, bool IsFirstFound);

/// <summary>The reports that were asked for.</summary>
/// <param name="CommandLine">The command line.</param>
/// <param name="JUnit">The file for JUnit's XML; null for none.</param>
/// <param name="Sarif">The file for SARIF; null for none.</param>
public sealed record PipelineReports(string CommandLine, string? JUnit, string? Sarif)
{
    /// <summary>Writes reports of scenarios.</summary>
    /// <exception cref="UsageException">A file cannot be written.</exception>
    internal void WriteChecks(CliEnvironment environment, CheckReport report)
    {
        JUnitCase[] missing = [.. report.NotChecked.Select(p => CheckCases.NotChecked(p.Scenario.Id, environment.Complete(p.Scenario, p.Configuration)))];
        bool isWhole = missing.Length == 0 && !environment.Cancellation.IsCancellationRequested;
        Write(
            new PipelineRun(report.Command, CommandLine, environment.Version, isWhole),
            () => [.. CheckCases.Of(report.Results, report.IsCompared, report.IsFirstFound), .. missing],
            () => CheckSarif.Of(report.Results, report.IsCompared),
            []);
    }

    /// <summary>Writes reports of litmus tests.</summary>
    /// <exception cref="UsageException">A file cannot be written.</exception>
    internal void WriteLitmus(CliEnvironment environment, IReadOnlyList<LitmusOutcome> outcomes, IReadOnlyList<string> files)
    {
        SarifNotice[] notices = [.. LitmusSarif.Notices(outcomes)];
        Write(
            new PipelineRun("litmus", CommandLine, environment.Version, notices.Length == 0 && outcomes.Count == files.Count),
            () => [.. LitmusCases.Of(outcomes), .. files.Skip(outcomes.Count).Select(LitmusCases.NotChecked)],
            () => LitmusSarif.Of(outcomes),
            notices);
    }

    private void Write(PipelineRun run, Func<IReadOnlyList<JUnitCase>> cases, Func<IEnumerable<SarifResult>> results, IReadOnlyList<SarifNotice> notices)
    {
        if (JUnit is not null)
        {
            ReportFile.Write(JUnit, JUnitReport.Write(run, cases()));
        }

        if (Sarif is not null)
        {
            ReportFile.Write(Sarif, SarifReport.Write(run, results(), notices));
        }
    }
}
