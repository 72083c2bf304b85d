namespace Racewalk.Docs.Tests;

/// <summary>A command line in a <c>console</c> block, with the lines that stand below it.</summary>
/// <param name="Page">The page.</param>
/// <param name="Line">The line of the page that the command is in, from 1.</param>
/// <param name="Arguments">What follows <c>racewalk</c>.</param>
/// <param name="Expected">The lines up to the next command or the end of the block, empty ones at the end left out.</param>
internal sealed record DocumentedCommand(string Page, int Line, IReadOnlyList<string> Arguments, IReadOnlyList<string> Expected)
{
    private const string Prompt = "$ ";
    private const string Racewalk = "$ racewalk ";

    /// <summary>The commands of a page that start with <c>$ racewalk</c>; others are for the reader.</summary>
    public static IReadOnlyList<DocumentedCommand> In(string page, IReadOnlyList<string> lines)
    {
        List<DocumentedCommand> commands = [];
        bool inBlock = false;
        for (int i = 0; i < lines.Count; i++)
        {
            if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                inBlock = !inBlock && lines[i] == "```console";
            }
            else if (inBlock && lines[i].StartsWith(Racewalk, StringComparison.Ordinal))
            {
                commands.Add(new DocumentedCommand(page, i + 1, ArgumentsOf(lines[i]), Below(lines, i + 1)));
            }
        }

        return commands;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Page}:{Line}: racewalk {string.Join(' ', Arguments)}";

    private static string[] ArgumentsOf(string line)
    {
        int comment = line.IndexOf(" # ", StringComparison.Ordinal);
        return (comment < 0 ? line : line[..comment])[Racewalk.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static List<string> Below(IReadOnlyList<string> lines, int first)
    {
        List<string> below = [];
        for (int i = first; i < lines.Count && lines[i] != "```" && !lines[i].StartsWith(Prompt, StringComparison.Ordinal); i++)
        {
            below.Add(lines[i]);
        }

        while (below.Count > 0 && below[^1].Length == 0)
        {
            below.RemoveAt(below.Count - 1);
        }

        return below;
    }
}
