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
}
