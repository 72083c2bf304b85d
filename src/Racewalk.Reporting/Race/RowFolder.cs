namespace Racewalk.Reporting.Race;

/// <summary>Shortens a race table that would be too long to read.</summary>
internal static class RowFolder
{
    /// <summary>
    /// If the rows take too many lines, reduces those in which a CPU meets nobody to their function's name, neighbours in one line.
    /// </summary>
    public static IReadOnlyList<RaceRow> Fold(IReadOnlyList<RaceRow> rows, int maxLines)
    {
        if (Lines(rows) <= maxLines)
        {
            return rows;
        }

        List<RaceRow> folded = [];
        List<string> names = [];
        foreach (RaceRow row in rows.Where(static r => !r.IsMinor))
        {
            if (row.IsMeeting)
            {
                DropHeading(folded, row);
                names.Clear();
                folded.Add(row);
                continue;
            }

            if (folded.Count == 0 || folded[^1].IsMeeting || folded[^1].Thread != row.Thread)
            {
                names.Clear();
            }
            else
            {
                folded.RemoveAt(folded.Count - 1);
            }

            // What continues the function told above needs no line.
            if (names.Count == 0 && folded.Count > 0 && folded[^1].Thread == row.Thread && row.Function.Length > 0 &&
                folded[^1].Function == row.Function)
            {
                continue;
            }

            string name = row.Function.Length > 0 ? row.Function : row.Step;
            if (name.Length > 0 && !names.Contains(name, StringComparer.Ordinal))
            {
                names.Add(name);
            }

            // Without a name there is only what was done.
            folded.Add(row with { Function = "", Step = string.Join(", ", names), Effects = names.Count > 0 ? [] : row.Effects });
        }

        return folded;
    }

    // A folded row that ends with the function that comes next says it twice.
    private static void DropHeading(List<RaceRow> folded, RaceRow next)
    {
        if (folded.Count == 0 || folded[^1].IsMeeting || folded[^1].Thread != next.Thread || next.Function.Length == 0)
        {
            return;
        }

        RaceRow last = folded[^1];
        if (last.Step == next.Function)
        {
            folded.RemoveAt(folded.Count - 1);
        }
        else if (last.Step.EndsWith(", " + next.Function, StringComparison.Ordinal))
        {
            folded[^1] = last with { Step = last.Step[..^(next.Function.Length + 2)] };
        }
    }

    /// <summary>The number of lines that rows take before they are wrapped.</summary>
    private static int Lines(IReadOnlyList<RaceRow> rows)
    {
        var functions = new Dictionary<int, string>();
        int lines = 0;
        foreach (RaceRow row in rows)
        {
            lines += row.Lines.Count + (row.Function.Length > 0 && functions.GetValueOrDefault(row.Thread) != row.Function ? 1 : 0);
            functions[row.Thread] = row.Function;
        }

        return lines;
    }
}
