using System.Diagnostics;

namespace Racewalk.Bench;

/// <summary>One run of another program.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">What it wrote, errors last.</param>
/// <param name="Cpu">Its CPU time, from its first instruction to its last.</param>
/// <param name="IsCut">Whether it was stopped because it took too long.</param>
internal sealed record ChildRun(int ExitCode, string Output, TimeSpan Cpu, bool IsCut)
{
    /// <summary>Runs a program to its end, or until it has taken too long.</summary>
    public static ChildRun Of(string program, IReadOnlyList<string> arguments, string? folder = null, TimeSpan? limit = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        TimeSpan before = ChildCpu.Total;
        using Process process = Process.Start(start) ?? throw new BenchException($"{program} does not start");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> text = process.StandardOutput.ReadToEndAsync();
        bool isCut = limit is { } most && !process.WaitForExit(most);
        if (isCut)
        {
            process.Kill(entireProcessTree: true);
        }

        string output = text.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return new ChildRun(process.ExitCode, output, ChildCpu.Total - before, isCut);
    }
}
