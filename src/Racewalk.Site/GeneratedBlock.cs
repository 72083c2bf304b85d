using Racewalk.Cli;
using Racewalk.Scenarios;

namespace Racewalk.Site;

/// <summary>
/// A fenced block <c>racewalk VERDICT [summary]</c>: commands, one a line, that are run when the site is built. The source has no outputs, and so none that
/// could be old; the verdict is what the author expects of each command, and another one is an error.
/// </summary>
/// <param name="Where">The file and the line of the fence.</param>
/// <param name="ExitCode">What each command must return.</param>
/// <param name="IsSummary">Whether the race table below the verdict is left out.</param>
/// <param name="Commands">The commands as they are typed.</param>
internal sealed record GeneratedBlock(string Where, int ExitCode, bool IsSummary, IReadOnlyList<string> Commands)
{
    private const string Prefix = "racewalk ";

    /// <summary>The word behind the fence.</summary>
    internal const string Info = "racewalk";

    private static readonly (string Word, int ExitCode)[] s_verdicts =
        [("holds", ExitCodes.Holds), ("violated", ExitCodes.Violated), ("refused", ExitCodes.Usage), ("inconclusive", ExitCodes.Inconclusive)];

    /// <summary>Reads a block.</summary>
    /// <returns>Null if it makes no sense, which is a problem then.</returns>
    internal static GeneratedBlock? Parse(string where, string words, IReadOnlyList<string> lines, Problems problems)
    {
        string[] all = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int verdict = all.Length == 0 ? -1 : Array.FindIndex(s_verdicts, v => v.Word == all[0]);
        if (verdict < 0 || all.Length > 2 || (all.Length == 2 && all[1] != "summary"))
        {
            problems.Add(where, $"'racewalk {words}': expected racewalk VERDICT [summary], where VERDICT is {string.Join(", ", s_verdicts.Select(static v => v.Word))}");
            return null;
        }

        string? other = lines.FirstOrDefault(static l => !l.StartsWith(Prefix, StringComparison.Ordinal));
        if (lines.Count == 0 || other is not null)
        {
            problems.Add(where, other is null ? "the block has no command" : $"'{other}' is no command of racewalk");
            return null;
        }

        return new GeneratedBlock(where, s_verdicts[verdict].ExitCode, all.Length == 2, lines);
    }

    /// <summary>Runs the commands.</summary>
    /// <returns>What came of each command.</returns>
    internal IReadOnlyList<GeneratedOutput> Run(Problems problems, CancellationToken cancellation) =>
        [.. Commands.Select(command => Run(command, problems, cancellation))];

    private GeneratedOutput Run(string command, Problems problems, CancellationToken cancellation)
    {
        List<ScenarioVerdict> verdicts = [];
        (int exitCode, string output) = CommandRunner.Run(
            command[Prefix.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries), cancellation, verdicts.Add);
        if (exitCode != ExitCode)
        {
            problems.Add(Where, $"'{command}' returned {exitCode}, expected {ExitCode}:\n{output}");
        }

        IEnumerable<string> lines = output.TrimEnd('\n').Split('\n').Select(WallTimes.Remove);
        return new GeneratedOutput(command, [.. IsSummary ? lines.TakeWhile(static l => l.Length > 0) : lines], IsSummary || verdicts.Count != 1 ? null : verdicts[0]);
    }
}

/// <summary>What came of a command.</summary>
/// <param name="Command">The command.</param>
/// <param name="Lines">What it wrote.</param>
/// <param name="Verdict">The verdict whose execution is shown; null if there is none or more than one, or if it is left out.</param>
internal sealed record GeneratedOutput(string Command, IReadOnlyList<string> Lines, ScenarioVerdict? Verdict);
