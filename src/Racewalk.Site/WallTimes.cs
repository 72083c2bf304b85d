using System.Text.RegularExpressions;

namespace Racewalk.Site;

/// <summary>How long something took is another time each time, so that it neither counts in comparisons nor is shown on the site.</summary>
public static partial class WallTimes
{
    /// <summary>A line of an output with a question mark in place of each time.</summary>
    public static string Remove(string line) => Seconds().Replace(Duration().Replace(line, " ? s"), " ?").TrimEnd();

    [GeneratedRegex(@"\s+(\d+ min )?\d+(\.\d+)? s\b", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();

    // A column of seconds has milliseconds and no unit.
    [GeneratedRegex(@"\s+\d+\.\d{3}(?=\s|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Seconds();
}
