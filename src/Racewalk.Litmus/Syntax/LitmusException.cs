using System.Text;

namespace Racewalk.Litmus.Syntax;

/// <summary>A litmus file that cannot be read or is not supported; the message names file, line and column and shows the place.</summary>
public sealed class LitmusException : Exception
{
    private const int ShownWidth = 160;

    /// <summary>An error at a place.</summary>
    public LitmusException(string file, int line, int column, string problem, string sourceLine)
        : base(Format(file, line, column, problem, sourceLine))
    {
        File = file;
        Line = line;
        Column = column;
        Problem = problem;
        SourceLine = sourceLine;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    /// <summary>The column, from 1.</summary>
    public int Column { get; }

    /// <summary>What is wrong, without the place.</summary>
    public string Problem { get; }

    /// <summary>The line as it stands in the file.</summary>
    public string SourceLine { get; }

    /// <summary>Whether the text is well-formed but asks for something that is not supported.</summary>
    public bool IsRefusal { get; init; }

    private static string Format(string file, int line, int column, string problem, string sourceLine)
    {
        // Of a very long line only the neighbourhood is shown, and nothing that a terminal would act on.
        int start = Math.Max(0, column - 1 - (ShownWidth / 2));
        int length = Math.Min(ShownWidth, Math.Max(0, sourceLine.Length - start));
        var shown = new StringBuilder(sourceLine, start, length, ShownWidth);
        for (int i = 0; i < shown.Length; i++)
        {
            if (char.IsControl(shown[i]) || char.IsSurrogate(shown[i]))
            {
                shown[i] = ' ';
            }
        }

        return $"{file}:{line}:{column}: {problem}\n    {shown}\n    {new string(' ', column - 1 - start)}^";
    }
}
