using System.CommandLine;
using System.Globalization;

namespace Racewalk.Cli;

/// <summary>The option <c>--delay</c> of what runs on real processors.</summary>
internal static class DelayOption
{
    /// <summary>The option.</summary>
    internal static Option<string[]> Create() => new("--delay")
    {
        Description = "For how many nanoseconds a step may be held up, at random: STEP=NS, or NS for all that are not named. May be repeated.",
        HelpName = "[STEP=]NS",
    };

    /// <summary>What it was given.</summary>
    /// <param name="texts">The values, in order; null if it was not there.</param>
    /// <param name="all">The delay of steps that are not named, unless it was given.</param>
    /// <returns>That delay, and those of the steps that are named, which may be none.</returns>
    /// <exception cref="UsageException">A value has no number.</exception>
    internal static (int All, SortedDictionary<string, int> Steps) Parse(string[]? texts, int all)
    {
        var steps = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (string text in texts ?? [])
        {
            int equals = text.LastIndexOf('=');
            if (!int.TryParse(text.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int nanoseconds))
            {
                throw new UsageException($"--delay '{text}': expected a number of nanoseconds, or step=number");
            }

            if (equals < 0)
            {
                all = nanoseconds;
            }
            else
            {
                steps[text[..equals]] = nanoseconds;
            }
        }

        return (all, steps);
    }
}
