using System.CommandLine;
using Racewalk.Litmus.Export;
using Racewalk.Scenarios;

namespace Racewalk.Cli;

/// <summary>The command line of <c>racewalk export</c>.</summary>
internal sealed class ExportCommand
{
    private readonly Argument<string> _scenario = new("SCENARIO") { Description = "The scenario to write." };

    private readonly Option<bool> _litmus = new("--litmus") { Description = "As a litmus test in the kernel's C, for herd7 to judge.", Required = true };

    private readonly ConfigurationOptions _configuration = new(withArchitecture: false);

    /// <summary>The command.</summary>
    public Command Create(CliEnvironment environment)
    {
        var command = new Command("export", "Write the skeleton of a scenario for another tool to judge.") { _scenario, _litmus };
        _configuration.AddTo(command);
        command.SetAction(parse => Run(parse, environment));
        return command;
    }

    private int Run(ParseResult parse, CliEnvironment environment)
    {
        Scenario scenario = environment.Find(parse.GetValue(_scenario)!);
        SortedDictionary<string, string> axes = _configuration.Axes(parse);
        if (!axes.TryAdd("arch", "lkmm") && axes["arch"] != "lkmm")
        {
            throw new UsageException("a litmus test in the kernel's C is in the operations of LKMM: arch=lkmm");
        }

        Configuration configuration = environment.Complete(scenario, new Configuration(axes, _configuration.Dropped(parse)));
        ScenarioInstance instance = scenario.Build(configuration);
        string name = scenario.Id.Replace('/', '-');
        try
        {
            environment.Output.Write(LitmusExport.Write(
                instance.Program,
                name,
                $"{scenario.Id} {configuration}. The condition is that the scenario's property is broken.",
                e => Enumerable.Range(0, e.ThreadCount).Any(t => e.Failure(t) is not null) || instance.Property(e) is not null,
                cancellation: environment.Cancellation));
            return ExitCodes.Holds;
        }
        catch (ExportException e)
        {
            throw new UsageException($"{scenario.Id} {configuration} does not fit a litmus test: {e.Message}");
        }
    }
}
