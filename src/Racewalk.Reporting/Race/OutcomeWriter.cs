using Racewalk.Programs;
using Racewalk.Reporting.Order;

namespace Racewalk.Reporting.Race;

/// <summary>What stands below a race table: what broke, why, and how to see it again.</summary>
internal static class OutcomeWriter
{
    /// <summary>The paragraphs, unwrapped.</summary>
    public static IEnumerable<string> Paragraphs(
        RaceStory story, Linearisation linearisation, RaceTableOptions options, Func<ulong, ulong, string> format)
    {
        if (story.Failure is { } failure)
        {
            string where = story.FailedThread < 0 ? "" : $" ({RaceStory.CpuName(story.FailedThread)})";
            yield return $"BROKEN: {Describe(failure.Kind)}{where}: {failure.Message}";
        }
        else
        {
            yield return "Nothing is broken in this execution.";
        }

        if (story.Execution.IsDeadlock && story.FailedThread < 0)
        {
            foreach (string line in DeadlockExplanation.Lines(story, format))
            {
                yield return line;
            }
        }

        foreach (string line in new SwapExplanation(story, options.Barriers).Lines(linearisation.Swapped))
        {
            yield return line;
        }

        if (options.IsFirstFound)
        {
            yield return "This is the first violation found; another one may have fewer context switches.";
        }
    }

    /// <summary>A kind of violation in words.</summary>
    public static string Describe(ViolationKind kind) => kind switch
    {
        ViolationKind.Assertion => "assertion",
        ViolationKind.UseAfterFree => "use after free",
        ViolationKind.LostData => "lost data",
        ViolationKind.Deadlock => "deadlock",
        ViolationKind.SelfDeadlock => "self-deadlock",
        ViolationKind.IpiWaitWithInterruptsOff => "wait for an interrupt with interrupts off",
        ViolationKind.DataRace => "data race",
        ViolationKind.Discipline => "discipline",
        ViolationKind.UnhandledFault => "unhandled fault",
        ViolationKind.BreakBeforeMake => "break-before-make",
        ViolationKind.SleepingInAtomic => "sleeping in atomic context",
        ViolationKind.UnboundedWait => "unbounded wait",
        ViolationKind.Halted => "halted",
        _ => kind.ToString(),
    };
}
