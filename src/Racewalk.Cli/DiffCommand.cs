using System.CommandLine;
using Racewalk.Reporting.Comparing;

namespace Racewalk.Cli;

/// <summary>The command line of <c>racewalk diff</c>.</summary>
internal sealed class DiffCommand
{
    private readonly Argument<string> _old = new("OLD") { Description = "What 'racewalk check --json' or 'racewalk litmus --format json' wrote before." };

    private readonly Argument<string> _new = new("NEW") { Description = "What it writes now." };

    private readonly Option<bool> _json = new("--json") { Description = $"Write the difference as JSON (schema {DifferenceJson.Schema})." };

    /// <summary>The command.</summary>
    public Command Create(CliEnvironment environment)
    {
        var command = new Command("diff", "Compare two files of verdicts: what has changed, the worst first?") { _old, _new, _json };
        command.SetAction(parse =>
        {
            ResultDifference difference;
            try
            {
                difference = ResultDifference.Of(Read(parse.GetValue(_old)!), Read(parse.GetValue(_new)!));
            }
            catch (ComparingException e)
            {
                throw new UsageException(e.Message);
            }

            if (parse.GetValue(_json))
            {
                environment.Output.Write(DifferenceJson.Write(difference, environment.Version));
            }
            else
            {
                DifferenceText.Write(environment.Output, difference);
            }

            return difference.Worse > 0 ? ExitCodes.Violated : ExitCodes.Holds;
        });
        return command;
    }

    private static ResultFile Read(string path)
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read {path}: {e.Message}");
        }

        return ResultFile.Read(path, content);
    }
}
