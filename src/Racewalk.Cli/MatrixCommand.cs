using System.CommandLine;
using Racewalk.Exploration;
using Racewalk.Exploration.Estimates;
using Racewalk.Reporting.Text;
using Racewalk.Reporting.Verdicts;
using Racewalk.Scenarios;

namespace Racewalk.Cli;

/// <summary>The command line of <c>racewalk matrix</c>.</summary>
internal sealed class MatrixCommand
{
    private readonly Argument<string> _scenario = new("SCENARIO") { Description = "The scenario, such as hvo-arm64/update." };

    private readonly Option<string[]> _rows = new("--rows")
    {
        Description = "The axes that go down, the slowest first, with commas between.",
        HelpName = "AXIS,AXIS",
        Required = true,
    };

    private readonly Option<string> _columns = new("--columns") { Description = "The axis that goes across.", HelpName = "AXIS", Required = true };

    private readonly WorkersOption _workers = new();

    private readonly PipelineOptions _reports = new();

    private readonly ConfigurationOptions _configuration = new(withArchitecture: true);

    /// <summary>The command.</summary>
    public Command Create(CliEnvironment environment)
    {
        var command = new Command("matrix", "Check all configurations that some axes of a scenario span, and show what breaks where.") { _scenario, _rows, _columns, _workers.Option };
        _configuration.AddTo(command);
        _reports.AddTo(command);
        command.SetAction(parse =>
        {
            Scenario scenario = environment.Find(parse.GetValue(_scenario)!);
            Axis[] rows = [.. parse.GetValue(_rows)!.SelectMany(static r => r.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(r => AxisOf(scenario, r))];
            Axis column = AxisOf(scenario, parse.GetValue(_columns)!);
            if (rows.Contains(column) || rows.Distinct().Count() != rows.Length)
            {
                throw new UsageException("--rows and --columns: an axis can be there once");
            }

            IReadOnlyList<string> dropped = _configuration.Dropped(parse);
            if (dropped.Count > 0)
            {
                throw new UsageException("--drop: the cells of a matrix have all their steps");
            }

            return Run(environment, new VerdictMatrix(scenario, rows, column, _configuration.Axes(parse)), scenario, _workers.Of(parse), _reports.Of(parse));
        });
        return command;
    }

    private static int Run(CliEnvironment environment, VerdictMatrix matrix, Scenario scenario, int workers, PipelineReports? reports)
    {
        // What breaks first is enough for a cell.
        var options = new ExplorationOptions { StopAtFirstViolation = true, Workers = workers, Estimate = new EstimateOptions() };
        matrix.Fill(configuration =>
        {
            using ProgressLine progress = ProgressLine.For(environment, false, scenario.Id, configuration);
            return environment.Check(scenario, configuration, options with { Progress = progress }, environment.Cancellation);
        });
        foreach (string line in matrix.Lines())
        {
            environment.Output.WriteLine(line);
        }

        environment.Output.WriteLine();
        environment.Output.WriteLine(
            $"{ValueText.Count(matrix.Checks.Count, "configuration")}: {matrix.Holding} hold; the catalogue has expectations of {matrix.Expected}, "
            + (matrix.Mismatches.Count == 0 ? "all as expected" : $"{matrix.Mismatches.Count} NOT as expected:"));
        foreach (string mismatch in matrix.Mismatches)
        {
            environment.Output.WriteLine("  " + mismatch);
        }

        reports?.WriteChecks(
            environment, new CheckReport("matrix", [.. matrix.Checks.Select(c => CheckRunner.ResultOf(c, options.LoopBound))], [], IsCompared: true, IsFirstFound: true));
        return environment.Cancellation.IsCancellationRequested ? ExitCodes.Inconclusive
            : matrix.Mismatches.Count == 0 ? ExitCodes.Holds : ExitCodes.Violated;
    }

    private static Axis AxisOf(Scenario scenario, string name) => scenario.Axes.FirstOrDefault(a => a.Name == name)
        ?? throw UsageException.Unknown("axis", name, scenario.Axes.Select(static a => a.Name));
}
