using System.CommandLine;
using Racewalk.Executions;

namespace Racewalk.Cli;

/// <summary>The command line makes no sense; the message says why, to its author.</summary>
public sealed class UsageException(string message) : Exception(message)
{
    /// <summary>A name is not known.</summary>
    /// <param name="what">What it should be the name of.</param>
    /// <param name="name">What was typed.</param>
    /// <param name="known">The names there are.</param>
    /// <param name="otherwise">What to say if none is near; null to list them all.</param>
    public static UsageException Unknown(string what, string name, IEnumerable<string> known, string? otherwise = null)
    {
        IReadOnlyList<string> names = [.. known];
        string hint = NearestNames.Hint(name, names);
        if (hint.Length == 0)
        {
            hint = "; " + (otherwise ?? (names.Count == 0 ? "there are none" : "there are " + string.Join(", ", names)));
        }

        return new UsageException($"unknown {what} '{name}'{hint}");
    }

    /// <summary>Scenarios named on a command line. The parser takes what it does not know for one, even <c>--jsn</c>.</summary>
    /// <param name="names">What the parser took.</param>
    /// <param name="options">The options there are.</param>
    /// <exception cref="UsageException">One of the names is a mistyped option.</exception>
    public static IReadOnlyList<string> Scenarios(string[]? names, IEnumerable<Option> options)
    {
        string? option = names?.FirstOrDefault(static n => n.StartsWith('-'));
        return option is null
            ? names ?? []
            : throw Unknown("option", option, options.Select(static o => o.Name), "'--help' names them all");
    }
}
