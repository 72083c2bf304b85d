using System.CommandLine;
using Racewalk.Hardware;
using Racewalk.Scenarios;
using Racewalk.Trials;

namespace Racewalk.Cli;

/// <summary>The command line of <c>racewalk run</c>.</summary>
internal sealed class RunCommand
{
    private readonly Argument<string> _scenario = new("SCENARIO") { Description = "The scenario, such as gup-fast/collapse." };

    private readonly ConfigurationOptions _configuration = new(withArchitecture: true);

    private readonly Option<double> _seconds = new("--seconds")
    {
        Description = "For how long to run; the control may take as long again.",
        HelpName = "S",
        DefaultValueFactory = static _ => 10,
    };

    private readonly Option<long?> _rounds = new("--rounds") { Description = "Stop after this many rounds.", HelpName = "N" };

    private readonly Option<int?> _cpus = new("--cpus")
    {
        Description = "How many processors to use: as many copies of the race run side by side as find room. All, if not said.",
        HelpName = "N",
    };

    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "Where random delays start from.",
        HelpName = "N",
        DefaultValueFactory = static _ => 1,
    };

    private readonly Option<string[]> _delay = DelayOption.Create();

    private readonly Option<bool> _noControl = new("--no-control")
    {
        Description = "Do not look first whether a run on this machine shows what is known to break; then nothing unseen means anything.",
    };

    private readonly Option<string> _pageSize = new("--page-size")
    {
        Description = "The size of base pages, which a kernel is built for: 4K, 16K or 64K.",
        HelpName = "SIZE",
        DefaultValueFactory = static _ => "4K",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write counts as JSON (schema racewalk/run/1)." };

    /// <summary>The command.</summary>
    public Command Create(CliEnvironment environment)
    {
        var command = new Command("run", "Run a scenario on this machine's processors, again and again, and count how it comes out.")
        {
            _scenario, _seconds, _rounds, _cpus, _seed, _delay, _noControl, _pageSize, _json,
        };
        _configuration.AddTo(command);
        command.SetAction(parse =>
        {
            Scenario scenario = environment.Find(parse.GetValue(_scenario)!);
            BasePage.Choose(PageSizes.ShiftOf(parse.GetValue(_pageSize)!));
            var configuration = new Configuration(_configuration.Axes(parse), _configuration.Dropped(parse));
            TrialOptions options = Options(parse, scenario);
            NativeReport report = new NativeRun(environment, scenario, options, usesControl: !parse.GetValue(_noControl)).Run(configuration);
            environment.Output.Write(parse.GetValue(_json) ? NativeRunJson.Write(report, environment.Version) : NativeRunText.Write(report));
            return report.ExitCode;
        });
        return command;
    }

    private TrialOptions Options(ParseResult parse, Scenario scenario)
    {
        var options = new TrialOptions();
        (int delay, SortedDictionary<string, int> delays) = DelayOption.Parse(parse.GetValue(_delay), options.Delay);
        if (delays.Keys.FirstOrDefault(d => !scenario.Steps.Any(s => s.Name == d)) is { } unknown)
        {
            throw UsageException.Unknown($"step of {scenario.Id}", unknown, scenario.Steps.Select(static s => s.Name));
        }

        return options with
        {
            Time = TimeSpan.FromSeconds(CheckSeconds(parse.GetValue(_seconds))),
            Rounds = parse.GetValue(_rounds) is { } rounds ? rounds > 0 ? rounds : throw new UsageException("--rounds: the number must be positive") : options.Rounds,
            Cpus = parse.GetValue(_cpus) is { } cpus ? CheckCpus(cpus, "--cpus") : null,
            Seed = parse.GetValue(_seed),
            Delay = delay,
            Delays = delays,
        };
    }

    /// <summary>A number of seconds that is one.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    internal static double CheckSeconds(double seconds) =>
        seconds is > 0 and < 1e6 ? seconds : throw new UsageException("--seconds: the number of seconds must be positive");

    /// <summary>A number of processors that is one.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    internal static int CheckCpus(int cpus, string option) =>
        cpus is >= 1 and <= Processors.MostCpus ? cpus : throw new UsageException($"{option}: the number must be from 1 to {Processors.MostCpus}");
}
