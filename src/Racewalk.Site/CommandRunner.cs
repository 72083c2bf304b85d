using Racewalk.Cli;
using Racewalk.Exploration;
using Racewalk.Scenarios;

namespace Racewalk.Site;

/// <summary>Runs commands that the documentation names, within this process. Files that they name are sought in the current directory.</summary>
public static class CommandRunner
{
    /// <summary>Runs a command.</summary>
    /// <param name="arguments">What follows <c>racewalk</c>.</param>
    /// <param name="cancellation">Ends a check early; its verdict is then inconclusive.</param>
    /// <param name="checkedScenario">Is told each verdict; null for nobody.</param>
    /// <returns>One of <see cref="ExitCodes"/>, and what was written to standard output and standard error.</returns>
    public static (int ExitCode, string Output) Run(IReadOnlyList<string> arguments, CancellationToken cancellation = default, Action<ScenarioVerdict>? checkedScenario = null)
    {
        using var output = new StringWriter { NewLine = "\n" };
        CliEnvironment environment = EnvironmentFor(output, cancellation);
        int exitCode = RacewalkApp.Run(arguments, environment with
        {
            Check = (scenario, configuration, options, token) =>
            {
                ScenarioVerdict verdict = environment.Check(scenario, configuration, options, token);
                checkedScenario?.Invoke(verdict);
                return verdict;
            },
        });
        return (exitCode, output.ToString());
    }

    /// <summary>What commands work with: the catalogue, and one writer for results and errors, as a terminal shows them.</summary>
    public static CliEnvironment EnvironmentFor(TextWriter output, CancellationToken cancellation = default) => new()
    {
        Catalogue = Catalogue.All,
        Check = ScenarioChecker.Check,
        Complete = ScenarioChecker.Complete,
        Explore = static (program, model, visitor, options, token) => Explorer.Explore(program, model, visitor, options, token),
        Output = output,
        Error = output,
        Cancellation = cancellation,
    };
}
