using System.Reflection;
using Racewalk.Cli;
using Racewalk.Exploration;
using Racewalk.Scenarios;

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    // The first Ctrl-C ends the check and shows what is known; the second ends the process.
    e.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
};

bool outputIsTerminal = !Console.IsOutputRedirected;
return RacewalkApp.Run(args, new CliEnvironment
{
    Catalogue = Catalogue.All,
    Check = ScenarioChecker.Check,
    Complete = ScenarioChecker.Complete,
    Explore = static (program, model, visitor, options, token) => Explorer.Explore(program, model, visitor, options, token),
    Output = Console.Out,
    Error = Console.Error,
    Colour = outputIsTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
    ErrorIsTerminal = !Console.IsErrorRedirected,
    Width = outputIsTerminal && Console.WindowWidth > 0 ? Math.Clamp(Console.WindowWidth - 1, 60, 160) : 100,
    Version = typeof(RacewalkApp).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
    Cancellation = cancellation.Token,
});

// Declared, as ASP.NET's generator makes it public otherwise, for tests that nobody writes here.
internal sealed partial class Program;
