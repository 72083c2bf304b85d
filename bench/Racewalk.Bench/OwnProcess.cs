namespace Racewalk.Bench;

/// <summary>Runs the command, which is built beside the benchmark, as anybody would.</summary>
internal static class OwnProcess
{
    private static readonly string s_command = Path.Combine(AppContext.BaseDirectory, "racewalk.dll");

    // The host that runs this process' kind of programs; dotnet sets the variable for what it runs.
    private static readonly string s_host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static readonly string s_benchmark = typeof(OwnProcess).Assembly.Location;

    /// <summary>A process that explores one program, once.</summary>
    public static ChildRun Explore(string program, string model)
    {
        ChildRun run = ChildRun.Of(s_host, [s_benchmark, "--once", program, "--models", model]);
        return run.ExitCode == ExitCodes.Success ? run : throw new BenchException($"--once {program} ended with {run.ExitCode}:\n{run.Output}");
    }

    /// <summary>CPU time of checking a test.</summary>
    public static TimeSpan Check(string file)
    {
        ChildRun run = ChildRun.Of(s_host, [s_command, "litmus", file, "--jobs", "1"]);

        // 0 and 1 say whether the condition holds.
        return run.ExitCode is 0 or 1 ? run.Cpu : throw new BenchException($"racewalk litmus {file} ended with {run.ExitCode}:\n{run.Output}");
    }
}
