using System.Globalization;

namespace Racewalk.Litmus.Syntax;

/// <summary>Cuts the program of an assembly test, rows of cells, into one column of cells for each thread.</summary>
internal static class AsmTableParser
{
    private const int ThreadLimit = 1000;

    /// <summary>The words that a program cannot go on with.</summary>
    public static IReadOnlyList<string> EndWords { get; } = ["exists", "forall", "locations", "filter", "final", "observed", "Observed", "cases"];

    /// <summary>Reads the table.</summary>
    /// <param name="source">The file.</param>
    /// <param name="position">Where the table begins; afterwards where it ends.</param>
    public static IReadOnlyList<AsmThread> Read(SourceText source, ref int position)
    {
        List<AsmCell> header = ReadRow(source, ref position) ?? throw source.Error(position, "expected the names of the threads, such as 'P0 | P1 ;'");
        if (header.Count > ThreadLimit)
        {
            throw source.Error(header[ThreadLimit].Start, $"more than {ThreadLimit} threads");
        }

        var columns = new List<AsmCell>[header.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = [];
        }

        while (true)
        {
            int start = position;
            if (ReadRow(source, ref position) is not { } row)
            {
                break;
            }

            if (row.Count > columns.Length)
            {
                throw source.Error(row[columns.Length].Start, $"expected ';': the program has {columns.Length} threads");
            }

            for (int i = 0; i < columns.Length; i++)
            {
                columns[i].Add(i < row.Count ? row[i] : throw source.Error(position - 1, $"expected '|': the program has {columns.Length} threads"));
            }
        }

        var threads = new List<AsmThread>();
        for (int i = 0; i < columns.Length; i++)
        {
            (int number, bool isHandler) = ReadName(source, header[i]);
            threads.Add(new AsmThread(number, isHandler, columns[i]));
        }

        return threads;
    }

    private static (int Number, bool IsHandler) ReadName(SourceText source, AsmCell cell)
    {
        ReadOnlySpan<char> text = source.Text.AsSpan(cell.Start, cell.Length);
        bool isHandler = text.EndsWith(".F", StringComparison.Ordinal);
        if (isHandler)
        {
            text = text[..^2];
        }

        return text.StartsWith("P", StringComparison.Ordinal) && int.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? (number, isHandler)
            : throw source.Error(cell.Start, "expected the name of a thread, such as P0 or P0.F");
    }

    // Null where the program is over.
    private static List<AsmCell>? ReadRow(SourceText source, ref int position)
    {
        string text = source.Text;
        position = SkipBlanks(source, position);
        if (position == text.Length || text[position] == '(' || IsEnd(text, position))
        {
            return null;
        }

        var cells = new List<AsmCell>();
        int start = position;
        int end = position;
        for (int i = position; i < text.Length;)
        {
            char c = text[i];
            if (c is '|' or ';')
            {
                cells.Add(new AsmCell(start, end - start));
                if (c == ';')
                {
                    position = i + 1;
                    return cells;
                }

                i = start = end = SkipBlanks(source, i + 1);
            }
            else if (c == '(' && string.CompareOrdinal(text, i, "(*", 0, 2) == 0)
            {
                i = Lexer.SkipComment(source, i);
            }
            else if (char.IsWhiteSpace(c))
            {
                i = SkipBlanks(source, i);
                if (IsEnd(text, i))
                {
                    throw source.Error(i, "expected ';' at the end of the row");
                }
            }
            else
            {
                i++;
                end = i;
            }
        }

        throw source.Error(text.Length, "expected ';' at the end of the row, found the end of the file");
    }

    private static int SkipBlanks(SourceText source, int i)
    {
        string text = source.Text;
        while (i < text.Length)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
            }
            else if (string.CompareOrdinal(text, i, "(*", 0, 2) == 0)
            {
                i = Lexer.SkipComment(source, i);
            }
            else if (string.CompareOrdinal(text, i, "//", 0, 2) == 0)
            {
                int end = text.IndexOf('\n', i);
                i = end < 0 ? text.Length : end;
            }
            else
            {
                break;
            }
        }

        return i;
    }

    private static bool IsEnd(string text, int position)
    {
        if (position == text.Length)
        {
            return false;
        }

        if (text[position] is '~' or '<')
        {
            return true;
        }

        int end = Lexer.WordEnd(text, position);
        return EndWords.Contains(text[position..end], StringComparer.Ordinal);
    }
}
