using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Models;
using Racewalk.Programs;
using Racewalk.Scenarios;
using Racewalk.Testing;

namespace Racewalk.Cli.Tests;

/// <summary>Runs a command line in this process against a catalogue for tests.</summary>
internal sealed class TestRun
{
    private TestRun(int exitCode, string output, string error)
    {
        ExitCode = exitCode;
        Output = output;
        Error = error;
    }

    public int ExitCode { get; }

    public string Output { get; }

    public string Error { get; }

    /// <summary>Two scenarios whose verdicts are made up: before the recheck and without the flush there is a violation.</summary>
    public static CliEnvironment Fake()
    {
        FakeScenario[] catalogue =
        [
            new FakeScenario("gup-fast/collapse") { OnBuild = static _ => FakeScenario.Instance(GupFastStory.Program) },
            new FakeScenario("gup-fast/zap"),
        ];
        return new CliEnvironment
        {
            Catalogue = ScenarioList.Of(catalogue),
            Complete = ScenarioChecker.Complete,
            Check = static (scenario, configuration, options, _) =>
            {
                options.Progress?.Report(new ExplorationProgress(123456, 44, 0.25, TimeSpan.FromSeconds(10)));
                string complete = ScenarioChecker.Complete(scenario, configuration).ToString();
                return complete.Contains("E0", StringComparison.Ordinal) || configuration.Drops("flush")
                    ? ((FakeScenario)scenario).Judged(Verdict.Violated, complete, GupFastStory.Weak().Execution, GupFastStory.Failure)
                    : ((FakeScenario)scenario).Judged(Verdict.Holds, complete);
            },
            Explore = static (_, _, _, _, _) => throw new InvalidOperationException("nothing to explore here"),
            Output = TextWriter.Null,
            Error = TextWriter.Null,
            Version = "1.2.3",
        };
    }

    /// <summary>One scenario that is really explored: do two CPUs that set a flag each and look at the other's both miss it?</summary>
    public static CliEnvironment Real() => Fake() with
    {
        Catalogue = ScenarioList.Of(
            new FakeScenario("test/store-buffering")
            {
                OnBuild = static configuration => new ScenarioInstance
                {
                    Program = new CheckedProgram
                    {
                        Name = "store buffering",
                        Threads = [StoreThenLoad(1, 2), StoreThenLoad(2, 1)],
                        LocationName = static address => address == 1 ? "x" : "y",
                    },
                    Model = configuration.Model == "sc" ? MemoryModel.Sc : MemoryModel.Tso,
                    Property = static e => Missed(e, 0) && Missed(e, 1) ? new FailureNote(ViolationKind.Assertion, "both missed it") : null,
                    Witnesses = [new Witness("CPU 0 sees the flag", static e => !Missed(e, 0))],
                },
            },
            new FakeScenario("test/increments") { OnBuild = Increments }),
        Check = ScenarioChecker.Check,
        Explore = static (program, model, visitor, options, token) => Explorer.Explore(program, model, visitor, options, token),
    };

    // Fake, where the first check is interrupted.
    public static CliEnvironment Interrupted(CancellationTokenSource cancellation)
    {
        CliEnvironment fake = Fake();
        return fake with
        {
            Cancellation = cancellation.Token,
            Check = (scenario, configuration, options, token) =>
            {
                cancellation.Cancel();
                return fake.Check(scenario, configuration, options, token);
            },
        };
    }

    public static TestRun Of(CliEnvironment environment, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int exitCode = RacewalkApp.Run(arguments, environment with { Output = output, Error = error });
        return new TestRun(exitCode, output.ToString(), error.ToString());
    }

    private static ScenarioInstance Increments(Configuration configuration)
    {
        ThreadBody increment = static context => context.Rmw(RmwKind.Add, 1, 1, 0, Access.Atomic);
        return new ScenarioInstance
        {
            Program = new CheckedProgram { Name = "increments", Threads = [.. Enumerable.Repeat(increment, 7)] },
            Model = configuration.Model == "armv8" ? MemoryModel.Armv8 : MemoryModel.Sc,
            Property = static e => e.Final(1) == 7 ? null : new FailureNote(ViolationKind.Assertion, "an increment is lost"),
            Witnesses = [],
            TreatsIdenticalAlike = true,
        };
    }

    private static ThreadBody StoreThenLoad(ulong mine, ulong other) => context =>
    {
        context.Add(new StepNote("set"));
        context.Store(mine, 1);
        context.Add(new StepNote("look"));
        Word seen = context.Load(other);
        context.Add(new ObservedNote("seen", seen.Bits));
    };

    private static bool Missed(IExecution execution, int thread) => execution.TryGetObserved(thread, "seen", out ulong seen) && seen == 0;
}
