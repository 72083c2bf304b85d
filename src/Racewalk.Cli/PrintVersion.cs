using System.CommandLine;
using System.CommandLine.Invocation;

namespace Racewalk.Cli;

/// <summary>Prints the version.</summary>
internal sealed class PrintVersion(CliEnvironment environment) : SynchronousCommandLineAction
{
    /// <summary>Prints the version and returns the exit code.</summary>
    public static int To(CliEnvironment environment)
    {
        environment.Output.WriteLine("racewalk " + environment.Version);
        return ExitCodes.Holds;
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult) => To(environment);
}
