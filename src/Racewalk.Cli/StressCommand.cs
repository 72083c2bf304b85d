using System.CommandLine;
using Racewalk.Hardware;
using Racewalk.Trials.Stress;
using Racewalk.Trials.Worlds;

namespace Racewalk.Cli;

/// <summary>The command line of <c>racewalk stress</c>.</summary>
internal sealed class StressCommand
{
    private static readonly StressOptions s_defaults = new();

    private readonly Option<double> _seconds = new("--seconds")
    {
        Description = "For how long to run.",
        HelpName = "S",
        DefaultValueFactory = static _ => s_defaults.Time.TotalSeconds,
    };

    private readonly Option<long?> _stops = new("--stops") { Description = "End after everything was stopped and looked at so often.", HelpName = "N" };

    private readonly Option<int> _cpus = new("--cpus")
    {
        Description = "How many CPUs: threads, which may be more than processors.",
        HelpName = "N",
        DefaultValueFactory = static _ => s_defaults.Cpus,
    };

    private readonly Option<int?> _pages = new("--pages") { Description = "How many pages the process has: rounded up to whole PMD entries in each of its VMAs.", HelpName = "N" };

    private readonly Option<int> _frames = new("--frames")
    {
        Description = "How many frames of memory there are; without it enough for everything. With less, memory runs out.",
        HelpName = "N",
    };

    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "Where random choices start from.",
        HelpName = "N",
        DefaultValueFactory = static _ => s_defaults.Seed,
    };

    private readonly Option<string> _arch = new("--arch")
    {
        Description = "How TLBs of other CPUs are flushed: by interrupt, as on x86-64, or broadcast, as on arm64.",
        HelpName = "x86-64|arm64",
        DefaultValueFactory = static _ => "x86-64",
    };

    private readonly Option<string[]> _drop = new("--drop")
    {
        Description = "A step to leave out, to see that it is noticed. May be repeated. A name that does not exist lists them all.",
        HelpName = "STEP",
    };

    private readonly Option<string[]> _without = new("--without") { Description = "A kind of actor to leave out. May be repeated.", HelpName = "ACTOR" };

    private readonly Option<string[]> _delay = DelayOption.Create();

    private readonly Option<string> _pageSize = new("--page-size")
    {
        Description = "The size of base pages, which a kernel is built for: 4K, 16K or 64K.",
        HelpName = "SIZE",
        DefaultValueFactory = static _ => "4K",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write what was done and found as JSON (schema racewalk/stress/1)." };

    /// <summary>The command.</summary>
    public Command Create(CliEnvironment environment)
    {
        _arch.AcceptOnlyFromAmong("x86-64", "arm64");
        var command = new Command("stress", "Let all actors of the memory manager work on one process at once, on this machine's processors, and look at everything now and then.")
        {
            _seconds, _stops, _cpus, _pages, _frames, _seed, _arch, _drop, _without, _delay, _pageSize, _json,
        };
        command.SetAction(parse =>
        {
            BasePage.Choose(PageSizes.ShiftOf(parse.GetValue(_pageSize)!));
            return Run(environment, Options(parse), parse.GetValue(_json));
        });
        return command;
    }

    private StressOptions Options(ParseResult parse)
    {
        double seconds = parse.GetValue(_seconds);
        if (seconds is not (> 0 and < 1e6))
        {
            throw new UsageException(FormattableString.Invariant($"--seconds {seconds}: the number of seconds must be positive, and less than a million"));
        }

        (int delay, SortedDictionary<string, int> delays) = DelayOption.Parse(parse.GetValue(_delay), s_defaults.Delay);
        return s_defaults with
        {
            Time = TimeSpan.FromSeconds(seconds),
            Stops = parse.GetValue(_stops) is { } stops ? InRange("--stops", stops, 1, long.MaxValue) : long.MaxValue,
            Cpus = (int)InRange("--cpus", parse.GetValue(_cpus), 1, Processors.MostCpus),
            PmdsPerVma = parse.GetValue(_pages) is { } pages ? PmdsPerVma(pages) : s_defaults.PmdsPerVma,
            Frames = (int)InRange("--frames", parse.GetValue(_frames), 0, MmWorld.MostFrames),
            Seed = parse.GetValue(_seed),
            Flush = parse.GetValue(_arch) == "arm64" ? FlushKind.Broadcast : FlushKind.Interrupt,
            Dropped = parse.GetValue(_drop) ?? [],
            Without = parse.GetValue(_without) ?? [],
            Delay = delay,
            Delays = delays,
        };
    }

    private static int PmdsPerVma(int pages)
    {
        int perVma = MmWorld.PtrsPerTable * s_defaults.Vmas;
        InRange("--pages", pages, 1, (long)MmWorld.PtrsPerTable * MmWorld.PtrsPerTable / s_defaults.Vmas * s_defaults.Vmas);
        return (pages + perVma - 1) / perVma;
    }

    private static long InRange(string option, long value, long least, long most) => value >= least && value <= most
        ? value
        : throw new UsageException(FormattableString.Invariant($"{option} {value}: the number must be from {least} to {most}"));

    private static int Run(CliEnvironment environment, StressOptions options, bool isJson)
    {
        StressResult result;
        using (var progress = new StressProgress(environment, options.Time))
        {
            result = StressRunner.Run(options, progress, environment.Cancellation);
        }

        bool isInterrupted = environment.Cancellation.IsCancellationRequested;
        int exitCode = result.Violations.Count > 0 ? ExitCodes.Violated : isInterrupted ? ExitCodes.Inconclusive : ExitCodes.Holds;
        var report = new StressReport(options, result, exitCode);
        environment.Output.Write(isJson ? StressJson.Write(report, environment.Version) : StressText.Write(report));
        return exitCode;
    }
}
