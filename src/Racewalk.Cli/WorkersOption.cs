using System.CommandLine;

namespace Racewalk.Cli;

/// <summary>How many processors explore.</summary>
internal sealed class WorkersOption
{
    /// <summary>The option.</summary>
    public Option<int?> Option { get; } = new("--workers")
    {
        Description = "How many processors explore a configuration that takes long; default: all. The results are the same.",
        HelpName = "N",
    };

    /// <summary>The number.</summary>
    /// <exception cref="UsageException">It is not positive.</exception>
    public int Of(ParseResult parse) => parse.GetValue(Option) is { } number
        ? number > 0 ? number : throw new UsageException("--workers: the number must be positive")
        : Environment.ProcessorCount;
}
