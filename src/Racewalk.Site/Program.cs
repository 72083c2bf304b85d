using Racewalk.Cli;
using Racewalk.Site;

if (args is not [{ Length: > 0 } folder] || folder.StartsWith('-'))
{
    Console.Error.WriteLine("usage: Racewalk.Site FOLDER, in the repository's root; FOLDER is empty, not there, or an older site");
    return ExitCodes.Usage;
}

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
};

try
{
    SiteFolder target = SiteFolder.Open(folder);
    SiteResult site = SiteBuilder.Build(Directory.GetCurrentDirectory(), cancellation.Token);
    foreach (string problem in site.Problems)
    {
        Console.Error.WriteLine(problem);
    }

    if (site.Problems.Count > 0)
    {
        Console.Error.WriteLine(FormattableString.Invariant($"{site.Problems.Count} problem(s); nothing was written"));
        return ExitCodes.Violated;
    }

    target.Write(site.Files);
    Console.WriteLine(FormattableString.Invariant($"{site.Files.Count} files, {site.CommandsRun} commands run: {Path.Combine(folder, "index.html")}"));
    return ExitCodes.Holds;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine("Racewalk.Site: " + e.Message);
    return ExitCodes.Usage;
}

// Declared, as ASP.NET's generator makes it public otherwise, for tests that nobody writes here.
internal sealed partial class Program;
