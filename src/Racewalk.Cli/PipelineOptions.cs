using System.CommandLine;

namespace Racewalk.Cli;

/// <summary>The options that ask for reports for pipelines.</summary>
internal sealed class PipelineOptions
{
    private readonly Option<string?> _junit = new("--junit") { Description = "Write the verdicts to a file as JUnit XML, too.", HelpName = "FILE" };

    private readonly Option<string?> _sarif = new("--sarif") { Description = "Write what is violated or open to a file as SARIF 2.1.0, too.", HelpName = "FILE" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_junit);
        command.Add(_sarif);
    }

    /// <summary>The reports that were asked for; null if none were.</summary>
    /// <exception cref="UsageException">A report cannot be written there; better said before a long check than after it.</exception>
    public PipelineReports? Of(ParseResult parse)
    {
        string? junit = parse.GetValue(_junit);
        string? sarif = parse.GetValue(_sarif);
        if (junit is null && sarif is null)
        {
            return null;
        }

        ReportFile.Check(_junit.Name, junit);
        ReportFile.Check(_sarif.Name, sarif);
        if (junit is not null && sarif is not null && Path.GetFullPath(junit) == Path.GetFullPath(sarif))
        {
            throw new UsageException("--junit and --sarif: each needs a file of its own");
        }

        return new PipelineReports(CommandLineText.Of(parse.Tokens.Select(static t => t.Value)), junit, sarif);
    }
}
