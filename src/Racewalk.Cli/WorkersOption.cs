using System.CommandLine;

namespace Racewalk.Cli;

/// <summary>How many processors explore.</summary>
/// <param name="aliases">Other names of it.</param>
internal sealed class WorkersOption(params string[] aliases)
{
    /// <summary>The option.</summary>
    public Option<int?> Option { get; } = new("--workers", aliases)
    {
        Description = "How many processors explore a configuration that takes long; default: all. The results are the same.",
        HelpName = "N",
    };

    /// <summary>The option of commands that check litmus tests.</summary>
    public static WorkersOption OfLitmus()
    {
        var workers = new WorkersOption("--jobs");
        workers.Option.Description = "How many processors check tests, and explore a test that takes long; default: all. The results are the same.";
        return workers;
    }

    /// <summary>The number.</summary>
    /// <exception cref="UsageException">It is not positive.</exception>
    public int Of(ParseResult parse) => parse.GetValue(Option) is { } number
        ? number > 0 ? number : throw new UsageException("--workers: the number must be positive")
        : Environment.ProcessorCount;
}
