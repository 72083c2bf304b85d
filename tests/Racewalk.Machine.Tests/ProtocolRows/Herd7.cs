using System.Diagnostics;

namespace Racewalk.Machine.Tests.ProtocolRows;

/// <summary>
/// herd7, where it is at hand: the environment variable RACEWALK_HERD7 names the program with the options that it needs, such as
/// <c>herd7 -I tools/memory-model -conf linux-kernel.cfg</c>.
/// </summary>
internal static class Herd7
{
    private static readonly string[] s_command =
        (Environment.GetEnvironmentVariable("RACEWALK_HERD7") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether it is at hand.</summary>
    public static bool IsThere => s_command.Length > 0;

    /// <summary>herd7's word on a test: Never, Sometimes or Always; what it printed if there is none.</summary>
    public static string Observe(string test)
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".litmus");
        File.WriteAllText(file, test);
        try
        {
            using Process herd = Process.Start(new ProcessStartInfo(s_command[0], [.. s_command[1..], file])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> error = herd.StandardError.ReadToEndAsync();
            string output = herd.StandardOutput.ReadToEnd();
            herd.WaitForExit();
            string? line = output.Split('\n').FirstOrDefault(static l => l.StartsWith("Observation ", StringComparison.Ordinal));
            return line?.Split(' ')[2] ?? output + error.Result;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
