using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Racewalk.Web;
using Racewalk.Web.Runs;

namespace Racewalk.Cli;

/// <summary>The command line of <c>racewalk serve</c>.</summary>
internal sealed class ServeCommand
{
    /// <summary>The command, not for people, that runs one order.</summary>
    public const string RunName = "serve-run";

    private static readonly ServeOptions s_defaults = new() { RunProgram = [], Version = "" };

    private readonly Option<int> _port = new("--port") { Description = "The port; 0 for any that is free.", HelpName = "N", DefaultValueFactory = static _ => s_defaults.Port };

    private readonly Option<string> _listen = new("--listen")
    {
        Description = "The address to listen on. Whoever can reach it can have this machine run checks, within the limits below.",
        HelpName = "ADDRESS",
        DefaultValueFactory = static _ => IPAddress.Loopback.ToString(),
    };

    private readonly Option<string[]> _host = new("--host") { Description = "A name that browsers know the server by, other than localhost. May be repeated.", HelpName = "NAME" };

    private readonly Option<double> _maxTime = new("--max-time") { Description = "Stop a run after this many seconds.", HelpName = "S", DefaultValueFactory = static _ => s_defaults.MaxTime.TotalSeconds };

    private readonly Option<int> _maxMemory = new("--max-memory") { Description = "How many MiB of memory a run may use.", HelpName = "MIB", DefaultValueFactory = static _ => s_defaults.MaxMemory };

    private readonly Option<int> _maxRuns = new("--max-runs") { Description = "How many runs there may be at once; others wait.", HelpName = "N", DefaultValueFactory = static _ => s_defaults.MaxRuns };

    private readonly Option<int> _workers = new("--workers") { Description = "How many processors a run may use.", HelpName = "N", DefaultValueFactory = static _ => 1 };

    /// <summary>The command.</summary>
    public Command Create(CliEnvironment environment)
    {
        var command = new Command("serve", "Serve the explorer: the catalogue, executions step by step, and litmus tests in the browser.") { _port, _listen, _host, _maxTime, _maxMemory, _maxRuns, _workers };
        command.SetAction(parse => Run(Options(parse, environment), environment));
        return command;
    }

    /// <summary>The command that runs one order, from its input to its output.</summary>
    public static Command CreateRun(CliEnvironment environment)
    {
        var command = new Command(RunName, "Run one order of a server.") { Hidden = true };
        command.SetAction(_ =>
        {
            RunExecutor.Execute(Console.In, environment.Output, environment.Cancellation);
            return ExitCodes.Holds;
        });
        return command;
    }

    private ServeOptions Options(ParseResult parse, CliEnvironment environment)
    {
        int port = parse.GetValue(_port);
        if (port is < 0 or > 65535)
        {
            throw new UsageException("--port: a port is a number from 0 to 65535");
        }

        if (!IPAddress.TryParse(parse.GetValue(_listen), out IPAddress? address))
        {
            throw new UsageException($"--listen: '{parse.GetValue(_listen)}' is not an IP address");
        }

        double seconds = parse.GetValue(_maxTime);
        if (seconds is not (>= 0.1 and <= 86400))
        {
            throw new UsageException("--max-time: from 0.1 to 86400 seconds");
        }

        int memory = parse.GetValue(_maxMemory);
        if (memory is not (>= 64 and <= 1 << 20))
        {
            throw new UsageException("--max-memory: from 64 to 1048576 MiB");
        }

        return new ServeOptions
        {
            RunProgram = OwnProgram.With(RunName),
            Version = environment.Version,
            Address = address,
            Port = port,
            Hosts = parse.GetValue(_host) ?? [],
            MaxTime = TimeSpan.FromSeconds(seconds),
            MaxMemory = memory,
            MaxRuns = Counted(parse, _maxRuns),
            Workers = Counted(parse, _workers),
            OnError = e => environment.Error.WriteLine(RacewalkApp.InternalError(e, environment)),
        };
    }

    private static int Counted(ParseResult parse, Option<int> option) =>
        parse.GetValue(option) is > 0 and <= 1024 and var count ? count : throw new UsageException($"{option.Name}: from 1 to 1024");

    private static int Run(ServeOptions options, CliEnvironment environment)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(environment.Cancellation);
        using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            end.Cancel();
        });
        if (!IPAddress.IsLoopback(options.Address))
        {
            environment.Error.WriteLine($"racewalk: listening on {options.Address}: whoever can reach it can have this machine run checks");
        }

        try
        {
            WebServer.RunAsync(
                options,
                address =>
                {
                    environment.Output.WriteLine(address);
                    environment.Output.Flush();
                },
                end.Token).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new UsageException($"cannot listen on {options.Address}, port {options.Port}: {e.Message}");
        }

        return ExitCodes.Holds;
    }
}
