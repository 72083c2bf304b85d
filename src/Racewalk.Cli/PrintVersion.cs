using System.CommandLine;
using System.CommandLine.Invocation;

namespace Racewalk.Cli;

/// <summary>Prints the version.</summary>
internal sealed class PrintVersion(CliEnvironment environment) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        environment.Output.WriteLine("racewalk " + environment.Version);
        return ExitCodes.Holds;
    }
}
