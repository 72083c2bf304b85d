namespace Racewalk.Executions;

/// <summary>Finds the known names that a mistyped one may have meant.</summary>
public static class NearestNames
{
    /// <summary>The known names nearest to <paramref name="name"/>, best first, ties in ordinal order; empty if none is near.</summary>
    /// <param name="name">What was typed.</param>
    /// <param name="known">The names there are.</param>
    /// <param name="limit">How many to return at most.</param>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> known, int limit = 3)
    {
        // A third of the name may be wrong, and two letters always may; more is a guess that confuses.
        int tolerance = Math.Max(2, name.Length / 3);
        return
        [
            .. known
                .Distinct(StringComparer.Ordinal)
                .Select(candidate => (Name: candidate, Distance: Score(name, candidate)))
                .Where(c => c.Distance <= tolerance && c.Distance < Math.Max(c.Name.Length, name.Length))
                .OrderBy(c => c.Distance)
                .ThenBy(c => c.Name, StringComparer.Ordinal)
                .Select(c => c.Name)
                .Take(limit),
        ];
    }

    /// <summary>An end of a sentence: <c>; did you mean 'a' or 'b'?</c>, or nothing if no name is near.</summary>
    /// <param name="name">What was typed.</param>
    /// <param name="known">The names there are.</param>
    public static string Hint(string name, IEnumerable<string> known)
    {
        IReadOnlyList<string> nearest = Of(name, known);
        return nearest.Count == 0 ? "" : $"; did you mean {string.Join(" or ", nearest.Select(n => $"'{n}'"))}?";
    }

    /// <summary>As <see cref="Hint"/>, but names all that are known if none is near: for names of which there are few.</summary>
    /// <param name="name">What was typed.</param>
    /// <param name="known">The names there are.</param>
    public static string HintOrAll(string name, IReadOnlyCollection<string> known)
    {
        string hint = Hint(name, known);
        return hint.Length > 0 ? hint : known.Count == 0 ? "; there are none" : $"; known: {string.Join(", ", known)}";
    }

    /// <summary>
    /// The number of insertions, deletions, replacements and swaps of neighbours that turn one text into the other (optimal string alignment).
    /// </summary>
    public static int Distance(string a, string b)
    {
        int[] before = new int[b.Length + 1];
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int[] current = new int[b.Length + 1];
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, 1 + Math.Min(previous[j], current[j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
                }
            }

            (before, previous) = (previous, current);
        }

        return previous[b.Length];
    }

    // A name that is typed in part ("collapse" for "gup-fast/collapse") is near however much is missing.
    private static int Score(string name, string candidate) =>
        name.Length >= 3 && candidate.Contains(name, StringComparison.OrdinalIgnoreCase)
            ? 1
            : Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant());
}
