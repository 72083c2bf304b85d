using Racewalk.Reporting.Race;
using Racewalk.Reporting.Verdicts;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Pipelines;

/// <summary>What a pipeline is to think of a verdict; what turns it red is what gives the command another exit code than 0.</summary>
internal static class CheckJudgement
{
    /// <summary>
    /// The state of a configuration. Where verdicts are compared with the catalogue's, what it expects passes, a mutant that must be violated among it; what it says nothing of is
    /// judged by the verdict itself. A verdict that is open is an error, never skipped: most pipelines show that as success.
    /// </summary>
    public static CaseState Of(CheckedConfiguration check, bool isCompared) => check.Verdict.Verdict switch
    {
        _ when IsExpected(check, isCompared) => CaseState.Passed,
        Verdict.Inconclusive => CaseState.Errored,
        Verdict.Holds when !isCompared || check.Expected is null => CaseState.Passed,
        _ => CaseState.Failed,
    };

    /// <summary>Whether a verdict is one that the catalogue expects, where that counts.</summary>
    public static bool IsExpected(CheckedConfiguration check, bool isCompared) => isCompared && check is { Expected: not null, IsAsExpected: true };

    /// <summary>Whether a verdict is one that the catalogue does not expect, where that counts.</summary>
    public static bool IsUnexpected(CheckedConfiguration check, bool isCompared) => isCompared && !check.IsAsExpected;

    /// <summary>What is broken or open, in a line.</summary>
    public static string Message(CheckedConfiguration check, bool isCompared)
    {
        string what = check.Verdict switch
        {
            { Failure: { } failure } => $"{OutcomeWriter.Describe(failure.Kind)}: {failure.Message}",
            { Verdict: Verdict.Inconclusive } verdict => "inconclusive: " + string.Join("; ", verdict.Inconclusive),
            { Verdict: var verdict } => VerdictNames.Of(verdict),
        };
        return IsUnexpected(check, isCompared) ? $"{what}; expected {VerdictNames.Of(check.Expected!.Verdict)} ({check.Expected.Reason})" : what;
    }
}
