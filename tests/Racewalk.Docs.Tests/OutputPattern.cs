using Racewalk.Site;

namespace Racewalk.Docs.Tests;

/// <summary>Compares an output with what a page shows of it.</summary>
internal static class OutputPattern
{
    /// <summary>A line of its own that stands for any number of lines.</summary>
    public const string Ellipsis = "…";

    /// <summary>Whether the shown lines are the output, in order and completely. How long something took does not count.</summary>
    public static bool Matches(IReadOnlyList<string> shown, IReadOnlyList<string> output)
    {
        // reached[j]: the lines shown so far can be the first j lines of the output.
        bool[] reached = new bool[output.Count + 1];
        reached[0] = true;
        foreach (string line in shown)
        {
            bool[] next = new bool[output.Count + 1];
            for (int j = 0; j <= output.Count; j++)
            {
                next[j] = line == Ellipsis
                    ? reached[j] || (j > 0 && next[j - 1])
                    : j > 0 && reached[j - 1] && WallTimes.Remove(line) == WallTimes.Remove(output[j - 1]);
            }

            reached = next;
        }

        return reached[^1];
    }

    /// <summary>The lines of an output, empty ones at the end left out.</summary>
    public static IReadOnlyList<string> LinesOf(string output) => output.TrimEnd('\n').Split('\n');
}
