using System.Text.Json;
using Racewalk.Exploration;
using Racewalk.Exploration.Estimates;
using Racewalk.Reporting.Race;
using Racewalk.Reporting.Replay;
using Racewalk.Reporting.Verdicts;
using Racewalk.Reporting.Views;
using Racewalk.Scenarios;

namespace Racewalk.Web.Runs;

/// <summary>What a run's process does: reads an order from its input, writes messages to its output, opens no file and no connection.</summary>
public static class RunExecutor
{
    /// <summary>The exit code of a process that noticed that it had too little memory.</summary>
    internal const int OutOfMemory = 86;

    // How long a run that nobody wants any more has to notice it.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    /// <summary>Runs one order; returns at once if the input ends without one. Ends the process some seconds after the input has ended, whatever runs: who kills runs that do not listen may be gone.</summary>
    /// <param name="input">One line: the order. When it ends, nobody wants the result any more.</param>
    /// <param name="output">Where messages go.</param>
    /// <param name="cancellation">Ends the run.</param>
    public static void Execute(TextReader input, TextWriter output, CancellationToken cancellation)
    {
        if (input.ReadLine() is not { } line)
        {
            return;
        }

        RunOrder order = JsonSerializer.Deserialize<RunOrder>(line)!;
        var messages = new MessageWriter(output);
        var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

        // A reader that waits for the end of the input, on a thread of its own, as input cannot be read with a time limit.
        new Thread(() =>
        {
            input.ReadLine();
            end.Cancel();
            Thread.Sleep(s_grace);
            Environment.Exit(1);
        })
        { IsBackground = true }.Start();
        try
        {
            messages.Write(Run(order, messages, end.Token));
        }
        catch (Exception e) when (e is OutOfMemoryException or AggregateException { InnerException: OutOfMemoryException })
        {
            Environment.Exit(OutOfMemory);
        }
    }

    private static RunMessage Run(RunOrder order, MessageWriter messages, CancellationToken cancellation)
    {
        try
        {
            return order.Request switch
            {
                CheckRun check => Check(check, order, messages, cancellation),
                ReplayRun replay => Replay(replay, order, messages, cancellation),
                VariantsRun variants => Variants(variants, order, messages, cancellation),
                LitmusRun litmus => LitmusExecutor.Run(litmus, order, cancellation),
                DiagnosisRun diagnosis => LitmusExecutor.Diagnose(diagnosis),
                _ => throw new InvalidOperationException("an unknown run"),
            };
        }
        catch (Exception e) when (e is ScenarioException or UnsupportedSearchException)
        {
            return new RunRefused(new Diagnostic(0, 0, e.Message), IsModel: false);
        }
    }

    private static CheckResult Check(CheckRun run, RunOrder order, MessageWriter messages, CancellationToken cancellation)
    {
        (Scenario scenario, Configuration configuration) = Find(run.Scenario, run.Configuration);
        ScenarioVerdict verdict = ScenarioChecker.Check(scenario, configuration, Options(order, messages, ""), cancellation);
        RaceTableOptions options = RaceTableOptions.For(verdict);
        string code = verdict.Example is null ? "" : ExecutionCode.Of(verdict.Example);
        if (verdict.Example is { } example)
        {
            options = options with { ReplayCommand = CheckCommandText.Of(ReplayToken.Of(scenario, verdict.Configuration, example)) };
        }

        return new CheckResult(CheckView.Of(CheckedConfiguration.Of(verdict), options), code);
    }

    private static RunMessage Replay(ReplayRun run, RunOrder order, MessageWriter messages, CancellationToken cancellation)
    {
        (Scenario scenario, Configuration configuration) = Find(run.Scenario, run.Configuration);
        ScenarioInstance instance = scenario.Build(configuration);
        (Replayer replayer, ExplorationResult search) = ExecutionFinder.Find(
            instance, run.Code, Options(order, messages, ""), (visitor, options) => Explorer.Explore(instance.Program, instance.Model, visitor, options, cancellation));
        if (replayer.Found is not { } execution)
        {
            return new RunRefused(new Diagnostic(0, 0, search.IsExhaustive
                ? "no execution of this configuration has this code; the scenario or the model may have changed since it was made"
                : "the execution was not found before a bound was reached: " + string.Join("; ", search.Bounds)), IsModel: false);
        }

        var story = new RaceStory { Execution = execution, Program = instance.Program, Failure = replayer.Failure, Steps = scenario.Steps, Model = instance.Model.Name };
        string replay = CheckCommandText.Of(ReplayToken.Of(scenario, configuration, execution));
        RaceView race = RaceView.Of(story, new RaceTableOptions { FormatValue = instance.FormatValue, ReplayCommand = replay });
        return new CheckResult(new CheckView(scenario.Id, configuration.ToString(), instance.Model.Name, null, "One execution, as asked for", [], race), run.Code);
    }

    private static VariantsResult Variants(VariantsRun run, RunOrder order, MessageWriter messages, CancellationToken cancellation)
    {
        (Scenario scenario, Configuration configuration) = Find(run.Scenario, run.Configuration);
        long end = Environment.TickCount64 + (long)(1000 * order.Seconds);
        return new VariantsResult(VariantMatrix.Of(scenario, configuration, neighbour =>
        {
            messages.Write(new RunProgress($"{neighbour}"));

            // What breaks first is enough for a cell; all together must end in time.
            double left = Math.Max(0.001, (end - Environment.TickCount64) / 1000.0);
            ExplorationOptions options = Options(order with { Seconds = left }, messages, $"{neighbour}: ");
            return ScenarioChecker.Check(scenario, neighbour, options with { StopAtFirstViolation = true }, cancellation);
        }));
    }

    private static (Scenario Scenario, Configuration Configuration) Find(string scenario, string configuration)
    {
        Scenario found = Catalogue.All.Find(scenario) ?? throw new ScenarioException($"there is no scenario '{scenario}'");
        return (found, ScenarioChecker.Complete(found, Configuration.Parse(configuration)));
    }

    private static ExplorationOptions Options(RunOrder order, MessageWriter messages, string what) => new()
    {
        MaxTime = TimeSpan.FromSeconds(order.Seconds),
        Workers = order.Workers,
        Estimate = new EstimateOptions(),
        Progress = new ProgressMessages(messages, what),
    };

    private sealed class ProgressMessages(MessageWriter messages, string what) : IProgress<ExplorationProgress>
    {
        public void Report(ExplorationProgress value) => messages.Write(new RunProgress(what + ProgressText.Of(value)));
    }
}
