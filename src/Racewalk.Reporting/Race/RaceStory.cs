using Racewalk.Exploration;
using Racewalk.Programs;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Race;

/// <summary>What a race table tells: an execution, what it broke, and the names of what took part.</summary>
public sealed record RaceStory
{
    /// <summary>The execution.</summary>
    public required Execution Execution { get; init; }

    /// <summary>The program it is an execution of; gives the names of locations and threads.</summary>
    public required CheckedProgram Program { get; init; }

    /// <summary>What broke; null if nothing did.</summary>
    public required FailureNote? Failure { get; init; }

    /// <summary>The scenario's steps; gives the kernel functions.</summary>
    public IReadOnlyList<Step> Steps { get; init; } = [];

    /// <summary>The name of the memory model.</summary>
    public string Model { get; init; } = "";

    /// <summary>The thread that failed; -1 if the failure is one of the whole execution.</summary>
    public int FailedThread
    {
        get
        {
            for (int thread = 0; thread < Execution.Threads.Count; thread++)
            {
                if (Execution.Threads[thread].Status == ThreadStatus.Failed)
                {
                    return thread;
                }
            }

            return -1;
        }
    }

    /// <summary>The execution that shows a verdict; null if there is none.</summary>
    public static RaceStory? Of(ScenarioVerdict verdict) => verdict.Example is null ? null : new RaceStory
    {
        Execution = verdict.Example,
        Program = verdict.Scenario.Build(verdict.Configuration).Program,
        Failure = verdict.Failure,
        Steps = verdict.Scenario.Steps,
        Model = verdict.Model,
    };

    /// <summary>The name of a thread's column: its CPU.</summary>
    public static string CpuName(int thread) => FormattableString.Invariant($"CPU {thread}");
}
