using System.Diagnostics;

namespace Racewalk.Cluster.Tests.Servers;

/// <summary>The programs of PostgreSQL, as Debian's package installs them.</summary>
internal static class PostgresPrograms
{
    private const string Debian = "/usr/lib/postgresql/15/bin";

    /// <summary>Where they are; null if there are none.</summary>
    public static string? Folder { get; } = File.Exists(Path.Combine(Debian, "postgres")) ? Debian : FromConfiguration();

    /// <summary>How to run one: PostgreSQL does not run as root.</summary>
    public static ProcessStartInfo Start(string program, params string[] arguments)
    {
        string path = Path.Combine(Folder!, program);
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", "--", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        // Where it is started from need not be where its user may go.
        start.WorkingDirectory = "/";
        return start;
    }

    /// <summary>Runs a program to its end.</summary>
    public static void Run(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{start.FileName} {string.Join(' ', start.ArgumentList)}: {output}{error.Result}");
    }

    private static string? FromConfiguration()
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("pg_config", ["--bindir"]) { RedirectStandardOutput = true })!;
            string folder = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return File.Exists(Path.Combine(folder, "postgres")) ? folder : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
