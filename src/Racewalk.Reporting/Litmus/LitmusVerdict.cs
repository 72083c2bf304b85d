using Racewalk.Litmus.Checking;

namespace Racewalk.Reporting.Litmus;

/// <summary>The verdict of a litmus test in a word.</summary>
internal static class LitmusVerdict
{
    /// <summary><c>ok</c>, <c>no</c>, <c>inconclusive</c>, or <c>error</c> if executions do what they must not.</summary>
    public static string Of(LitmusResult result) =>
        result.Mistakes.Count > 0 ? "error" : result.Bounds.Count > 0 ? "inconclusive" : result.IsOk ? "ok" : "no";
}
