using System.CommandLine;
using Racewalk.Litmus.Batches;

namespace Racewalk.Cli;

/// <summary>What the commands on litmus tests make of their arguments.</summary>
internal static class LitmusArguments
{
    /// <summary>The files that are meant.</summary>
    /// <exception cref="UsageException">There are none, or one does not exist.</exception>
    public static IReadOnlyList<string> Files(IReadOnlyList<string> arguments, IEnumerable<Option> options)
    {
        UsageException.Scenarios([.. arguments], options);
        try
        {
            IReadOnlyList<string> files = LitmusFiles.Find(arguments);
            return files.Count > 0 ? files : throw new UsageException($"there are no .litmus files below {string.Join(", ", arguments)}");
        }
        catch (FileNotFoundException e)
        {
            throw new UsageException(e.Message);
        }
    }

    /// <summary>A time limit.</summary>
    /// <exception cref="UsageException">It is not positive.</exception>
    public static TimeSpan? Time(double? seconds) => seconds switch
    {
        null => null,
        > 0 and < 1e9 => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new UsageException("--max-time must be a positive number of seconds"),
    };
}
