using System.CommandLine;
using System.CommandLine.Parsing;
using Racewalk.Cli.Checkpoints;
using Racewalk.Executions;
using Racewalk.Scenarios;
using Racewalk.Trials;

namespace Racewalk.Cli;

/// <summary>The program, without its process: parses a command line, runs it and turns whatever happens into an exit code.</summary>
public static class RacewalkApp
{
    private static readonly (string Name, Func<CliEnvironment, Command> Create)[] s_commands =
    [
        ("list", static environment => new ListCommand().Create(environment)),
        ("check", static environment => new CheckCommand().Create(environment)),
        ("cluster", static environment => Cluster.ClusterCommand.Create(environment)),
        ("matrix", static environment => new MatrixCommand().Create(environment)),
        ("run", static environment => new RunCommand().Create(environment)),
        ("stress", static environment => new StressCommand().Create(environment)),
        ("bench", static environment => new BenchCommand().Create(environment)),
        ("export", static environment => new ExportCommand().Create(environment)),
        ("litmus", static environment => new LitmusCommand().Create(environment)),
        ("diff", static environment => new DiffCommand().Create(environment)),
        ("schema", static environment => new SchemaCommand().Create(environment)),
        ("conformance", static environment => new ConformanceCommand().Create(environment)),
        ("serve", static environment => new ServeCommand().Create(environment)),
        (ServeCommand.RunName, ServeCommand.CreateRun),
    ];

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="environment">What to work with.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(IReadOnlyList<string> arguments, CliEnvironment environment)
    {
        try
        {
            return Invoke(arguments, environment);
        }
        catch (Exception e) when (e is UsageException or ScenarioException or TrialException or CheckpointException)
        {
            environment.Error.WriteLine("racewalk: " + e.Message);
            return ExitCodes.Usage;
        }
        catch (IOException e)
        {
            // Whoever read the output has gone away; there is nobody to report an internal error to.
            environment.Error.WriteLine("racewalk: cannot write: " + e.Message);
            return ExitCodes.Usage;
        }
        catch (Exception thrown)
        {
            environment.Error.WriteLine(InternalError(thrown, environment));
            return ExitCodes.InternalError;
        }
    }

    /// <summary>All commands with their arguments and options, for a reference of them.</summary>
    /// <param name="environment">What they would work with.</param>
    public static RootCommand CommandTree(CliEnvironment environment) => Root([], environment);

    /// <summary>What is said of a mistake of the program itself: one line that can be reported.</summary>
    internal static string InternalError(Exception thrown, CliEnvironment environment)
    {
        Exception e = thrown is AggregateException { InnerException: { } inner } ? inner : thrown;
        string where = e.StackTrace?.Split('\n').FirstOrDefault()?.Trim() ?? "nowhere";
        return $"racewalk: internal error: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")} ({where}). " +
            $"Please report this line with the command and the version, {environment.Version}.";
    }

    private static int Invoke(IReadOnlyList<string> arguments, CliEnvironment environment)
    {
        // Asked by scripts and packagers again and again; no command need be made for it.
        if (arguments is ["--version"])
        {
            return PrintVersion.To(environment);
        }

        // '@list' is a list of litmus tests, not a file of further arguments.
        ParseResult parse = Root(arguments, environment).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        return parse.Errors.Count > 0 ? ReportErrors(parse, environment) : parse.Invoke(new InvocationConfiguration
        {
            Output = environment.Output,
            Error = environment.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    private static RootCommand Root(IReadOnlyList<string> arguments, CliEnvironment environment)
    {
        var root = new RootCommand("Checks kernel page-table protocols against every execution that the hardware allows.");
        // Making a command with its options takes longer than many a check: if the first argument names one, the others are not made.
        bool isNamed = arguments.Count > 0 && s_commands.Any(c => c.Name == arguments[0]);
        foreach ((string name, Func<CliEnvironment, Command> create) in s_commands)
        {
            if (!isNamed || name == arguments[0])
            {
                root.Add(create(environment));
            }
        }

        foreach (Option option in root.Options)
        {
            if (option is VersionOption)
            {
                option.Action = new PrintVersion(environment);
            }
        }

        return root;
    }

    private static int ReportErrors(ParseResult parse, CliEnvironment environment)
    {
        CommandResult command = parse.CommandResult;
        IEnumerable<string> known = command.Command.Subcommands.Select(static c => c.Name)
            .Concat(command.Command.Options.Select(static o => o.Name));
        foreach (ParseError error in parse.Errors)
        {
            string? unknown = parse.UnmatchedTokens.FirstOrDefault(t => error.Message.Contains($"'{t}'", StringComparison.Ordinal));
            string hint = unknown is null ? "" : NearestNames.Hint(unknown, known);
            environment.Error.WriteLine("racewalk: " + (hint.Length > 0 ? error.Message.TrimEnd('.') + hint : error.Message));
        }

        string name = command.Command is RootCommand ? "racewalk" : "racewalk " + command.Command.Name;
        environment.Error.WriteLine($"'{name} --help' says what there is.");
        return ExitCodes.Usage;
    }
}
