namespace Racewalk.Reporting.Pipelines;

/// <summary>What JUnit's format can say of a test case.</summary>
public enum CaseState
{
    /// <summary>It is as it should be.</summary>
    Passed,

    /// <summary>It is not as it should be.</summary>
    Failed,

    /// <summary>It could not be found out.</summary>
    Errored,

    /// <summary>It was not looked at.</summary>
    Skipped,
}

/// <summary>One test case: a configuration of a scenario, or a litmus test.</summary>
/// <param name="Group">What pipelines group cases by: the scenario, or the litmus file.</param>
/// <param name="Name">The configuration, or the litmus test.</param>
/// <param name="Time">How long it took.</param>
/// <param name="State">What came of it.</param>
/// <param name="Kind">What is wrong in a word; empty if nothing is.</param>
/// <param name="Message">What is wrong in a line; empty if nothing is.</param>
/// <param name="Text">What there is to see; may be empty.</param>
public sealed record JUnitCase(string Group, string Name, TimeSpan Time, CaseState State, string Kind = "", string Message = "", string Text = "");
