using System.CommandLine;
using Racewalk.Hardware;
using Racewalk.Reporting.Charts;
using Racewalk.Trials.Bench;

namespace Racewalk.Cli;

/// <summary>The command line of <c>racewalk bench</c>.</summary>
internal sealed class BenchCommand
{
    private readonly Argument<string[]> _names = new("MEASUREMENT")
    {
        Description = "What to measure: " + string.Join(", ", Measurements.All.Select(static m => m.Name)) + ". Without any: everything.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<int?> _cpus = new("--cpus") { Description = "How many CPUs at most; as many as there are processors, if not said.", HelpName = "N" };

    private readonly Option<double> _seconds = new("--seconds")
    {
        Description = "For how long each row is measured.",
        HelpName = "S",
        DefaultValueFactory = static _ => 1,
    };

    private readonly Option<string[]> _pageSizes = new("--page-size")
    {
        Description = "The size of base pages: 4K, 16K or 64K. May be repeated; each further size is measured in a process of its own.",
        HelpName = "SIZE",
        DefaultValueFactory = static _ => ["4K"],
    };

    private readonly Option<string?> _json = new("--json") { Description = "Write the figures to a file, too (schema racewalk/bench/1).", HelpName = "FILE" };

    private readonly Option<string?> _svg = new("--svg") { Description = "Draw them into a file, too.", HelpName = "FILE" };

    /// <summary>The command.</summary>
    public Command Create(CliEnvironment environment)
    {
        var command = new Command("bench", "Measure what the memory manager costs on this machine's processors.") { _names, _cpus, _seconds, _pageSizes, _json, _svg };
        command.Add(new BenchExploreCommand().Create(environment));
        command.SetAction(parse =>
        {
            Measurement[] chosen = Choose(parse.GetValue(_names) ?? []);
            string[] sizes = [.. (parse.GetValue(_pageSizes) ?? []).Distinct()];
            var options = new BenchOptions(
                parse.GetValue(_cpus) is { } cpus ? RunCommand.CheckCpus(cpus, "--cpus") : Math.Min(Environment.ProcessorCount, Processors.MostCpus),
                TimeSpan.FromSeconds(RunCommand.CheckSeconds(parse.GetValue(_seconds))),
                environment.Cancellation);
            foreach (string size in sizes)
            {
                PageSizes.ShiftOf(size);
            }

            if (sizes.Length == 1)
            {
                BasePage.Choose(PageSizes.ShiftOf(sizes[0]));
            }

            List<BenchTable> tables = [];
            try
            {
                foreach (Measurement measurement in chosen)
                {
                    tables.Add(sizes.Length == 1 ? new BenchTable(measurement, [.. measurement.Run(options)]) : BenchChildren.Run(measurement, options, sizes));
                    environment.Output.Write(tables[^1].Text());
                }
            }
            catch (OperationCanceledException)
            {
                return ExitCodes.Inconclusive;
            }

            if (parse.GetValue(_json) is { } json)
            {
                File.WriteAllText(json, BenchJson.Write(tables, environment.Version));
            }

            if (parse.GetValue(_svg) is { } svg)
            {
                File.WriteAllText(svg, SvgCharts.Write([.. tables.SelectMany(static t => t.Charts())]));
            }

            return ExitCodes.Holds;
        });
        return command;
    }

    private static Measurement[] Choose(string[] names) => names.Length == 0
        ? [.. Measurements.All]
        : [.. names.Select(static n => Measurements.All.FirstOrDefault(m => m.Name == n) ?? throw UsageException.Unknown("measurement", n, Measurements.All.Select(static m => m.Name)))];
}
