using Racewalk.Programs;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Verdicts;

/// <summary>Names of verdicts in output, stable for scripts.</summary>
public static class VerdictNames
{
    /// <summary>The name of a verdict.</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Holds => "holds",
        Verdict.Violated => "violated",
        _ => "inconclusive",
    };

    /// <summary>What is broken in a word, for cells of tables.</summary>
    public static string Of(ViolationKind kind) => kind switch
    {
        ViolationKind.UseAfterFree => "use-after-free",
        ViolationKind.LostData => "lost-data",
        ViolationKind.Deadlock => "deadlock",
        ViolationKind.SelfDeadlock => "self-deadlock",
        ViolationKind.IpiWaitWithInterruptsOff => "ipi-wait",
        ViolationKind.DataRace => "data-race",
        ViolationKind.Discipline => "discipline",
        ViolationKind.UnhandledFault => "oops",
        ViolationKind.BreakBeforeMake => "bbm",
        ViolationKind.SleepingInAtomic => "sleeps",
        ViolationKind.UnboundedWait => "unbounded",
        _ => "assertion",
    };
}
