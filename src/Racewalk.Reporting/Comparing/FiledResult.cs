namespace Racewalk.Reporting.Comparing;

/// <summary>What a result is of: a configuration of a scenario, or a test in a file.</summary>
/// <param name="Group">The scenario, or the file.</param>
/// <param name="Name">The configuration with its model, or the test.</param>
public readonly record struct Subject(string Group, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Group}  {Name}";
}

/// <summary>A result as a file has it.</summary>
/// <param name="Subject">What it is of.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="IsExpected">Whether the verdict is the one that the catalogue expected then; null if it expected none.</param>
/// <param name="Counts">What was counted, in a fixed order; empty if the search was not exhaustive.</param>
public sealed record FiledResult(Subject Subject, string Verdict, bool? IsExpected, IReadOnlyList<(string Name, long Value)> Counts);
