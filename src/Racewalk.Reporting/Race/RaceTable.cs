using System.Text;
using Racewalk.Reporting.Order;
using Racewalk.Reporting.Text;

namespace Racewalk.Reporting.Race;

/// <summary>
/// An execution as the mailing list writes races: a column for each CPU, time downwards, kernel functions and steps with what they read and
/// wrote, a marker where it matters, and below what broke.
/// </summary>
public static class RaceTable
{
    private const string Gap = "  ";
    private const int MinimumColumn = 20;
    private const int HangingIndent = 4;
    private const string MarkerColour = "\u001b[33m";
    private const string NoColour = "\u001b[0m";

    /// <summary>Writes the table; every line ends with a line feed.</summary>
    public static string Render(RaceStory story, RaceTableOptions? options = null)
    {
        options ??= new RaceTableOptions();
        Func<ulong, ulong, string> format = (address, value) => options.FormatValue?.Invoke(address, value) ?? ValueText.Format(value);
        Linearisation linearisation = Linearisation.Of(story.Execution, story.Model, story.FailedThread);
        IReadOnlyList<RaceRow> rows = RowFolder.Fold(RaceRowBuilder.Build(story, linearisation.Order, format), options.MaxLines);

        int columns = story.Execution.Threads.Count;
        List<(int Column, string Line)> cells = [.. Cells(rows, columns)];
        string[][] headers = [.. Enumerable.Range(0, columns).Select(t => Header(story, t))];
        int[] wanted = [.. Enumerable.Range(0, columns).Select(c => Math.Max(
            headers[c].Max(static h => h.Length),
            cells.Where(cell => cell.Column == c).Select(static cell => cell.Line.Length).DefaultIfEmpty(0).Max()))];
        int[] widths = ColumnWidths.Fit(wanted, options.Width - (Gap.Length * (columns - 1)), MinimumColumn);

        var text = new StringBuilder();
        for (int line = headers.All(static h => h[0].Length == 0) ? 1 : 0; line < 2; line++)
        {
            AppendLine(text, string.Join(Gap, headers.Select((h, c) => h[line].PadRight(widths[c]))));
        }

        AppendLine(text, string.Join(Gap, widths.Select(static w => new string('-', w))));
        foreach ((int column, string cell) in cells)
        {
            int offset = widths.Take(column).Sum() + (Gap.Length * column);
            foreach (string line in TextWrapper.Wrap(cell, widths[column], HangingIndent))
            {
                AppendLine(text, new string(' ', offset) + Paint(line, options.Colour));
            }
        }

        AppendLine(text, "");
        foreach (string paragraph in OutcomeWriter.Paragraphs(story, linearisation, options, format))
        {
            foreach (string line in TextWrapper.Wrap(paragraph, options.Width, HangingIndent))
            {
                AppendLine(text, line);
            }
        }

        if (options.ReplayCommand is not null)
        {
            // Never wrapped: it is there to be copied.
            AppendLine(text, "replay: " + options.ReplayCommand);
        }

        return text.ToString();
    }

    // The function's name stands above its first step in the column, and again only when the CPU went through another function in between.
    private static IEnumerable<(int Column, string Line)> Cells(IReadOnlyList<RaceRow> rows, int columns)
    {
        string[] function = [.. Enumerable.Repeat("", columns)];
        foreach (RaceRow row in rows)
        {
            if (row.Function.Length > 0 && row.Function != function[row.Thread])
            {
                yield return (row.Thread, row.Function);
            }

            function[row.Thread] = row.Function;
            string indent = row.Function.Length > 0 ? "  " : "";
            foreach (string line in row.Lines)
            {
                yield return (row.Thread, indent + line);
            }
        }
    }

    private static string[] Header(RaceStory story, int thread)
    {
        string cpu = RaceStory.CpuName(thread);
        string name = thread < story.Program.ThreadNames.Count ? story.Program.ThreadNames[thread] : cpu;
        return [name == cpu ? "" : name, cpu];
    }

    private static string Paint(string line, bool colour) =>
        colour ? line.Replace(Effect.Marker, MarkerColour + Effect.Marker + NoColour, StringComparison.Ordinal) : line;

    private static void AppendLine(StringBuilder text, string line) => text.Append(line.TrimEnd()).Append('\n');
}
