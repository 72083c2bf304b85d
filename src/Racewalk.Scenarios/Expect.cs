namespace Racewalk.Scenarios;

/// <summary>Lines of tables of expected verdicts.</summary>
internal static class Expect
{
    /// <summary>The configuration holds.</summary>
    internal static ExpectedVerdict Holds(string configuration, string reason) => new(Configuration.Parse(configuration), Verdict.Holds, reason);

    /// <summary>The configuration is violated.</summary>
    internal static ExpectedVerdict Violated(string configuration, string reason) => new(Configuration.Parse(configuration), Verdict.Violated, reason);
}
