namespace Racewalk.Models.Cat;

/// <summary>A mistake in a cat file, or in what it is evaluated over. The message names the place and shows its line.</summary>
public sealed class CatException : Exception
{
    internal CatException(Syntax.SourceSpot at, string problem)
        : base(at.Describe(problem))
    {
        Problem = problem;
        File = at.Source.Name;
        (Line, Column) = at.LineAndColumn();
    }

    internal CatException(string file, string problem)
        : base($"{file}: {problem}")
    {
        Problem = problem;
        File = file;
    }

    /// <summary>What is wrong, without the place.</summary>
    public string Problem { get; }

    /// <summary>The file, or the name that its text was given.</summary>
    public string File { get; }

    /// <summary>The line, counted from 1; 0 if no line is to blame.</summary>
    public int Line { get; }

    /// <summary>The column, counted from 1; 0 if no line is to blame.</summary>
    public int Column { get; }
}
