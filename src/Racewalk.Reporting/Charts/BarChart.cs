namespace Racewalk.Reporting.Charts;

/// <summary>A chart of grouped bars.</summary>
/// <param name="Title">What it shows, in a word or two.</param>
/// <param name="Subtitle">What that is, in a line.</param>
/// <param name="XLabel">What the groups are.</param>
/// <param name="YLabel">What the bars' lengths are, with the unit.</param>
/// <param name="Groups">The groups, from left to right.</param>
/// <param name="Series">The bars of each group, from left to right.</param>
public sealed record BarChart(string Title, string Subtitle, string XLabel, string YLabel, IReadOnlyList<string> Groups, IReadOnlyList<BarSeries> Series)
{
    /// <summary>Whether lengths are logarithmic: each decade as long as the next.</summary>
    public bool IsLogarithmic { get; init; }
}

/// <summary>One bar of each group.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Values">Its lengths, one a group; null where there is no bar. None is negative.</param>
public sealed record BarSeries(string Name, IReadOnlyList<double?> Values);
