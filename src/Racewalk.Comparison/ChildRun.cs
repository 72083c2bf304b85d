using System.Diagnostics;
using System.Globalization;

namespace Racewalk.Comparison;

/// <summary>One run of another program.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">What it wrote, errors last.</param>
/// <param name="Cpu">Its CPU time, from its first instruction to its last.</param>
/// <param name="IsCut">Whether it was stopped because it took too long.</param>
/// <param name="PeakBytes">The most that was resident of it; looked at a hundred times a second, so what ends sooner may show less.</param>
internal sealed record ChildRun(int ExitCode, string Output, TimeSpan Cpu, bool IsCut, long PeakBytes)
{
    private const int BetweenLooks = 10;

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
        using Process process = Process.Start(start) ?? throw new ComparisonException($"{program} does not start");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> text = process.StandardOutput.ReadToEndAsync();
        long begin = Stopwatch.GetTimestamp();
        long peak = 0;
        bool isCut = false;
        while (!isCut && !process.WaitForExit(BetweenLooks))
        {
            peak = Math.Max(peak, PeakOf(process.Id));
            isCut = limit is { } most && Stopwatch.GetElapsedTime(begin) > most;
        }

        if (isCut)
        {
            process.Kill(entireProcessTree: true);
        }

        string output = text.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return new ChildRun(process.ExitCode, output, ChildCpu.Total - before, isCut, peak);
    }

    // VmHWM never sinks, so the last look before the end is the best; when the process has ended there is nothing to see.
    private static long PeakOf(int process)
    {
        const string Field = "VmHWM:";
        try
        {
            string line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(static l => l.StartsWith(Field, StringComparison.Ordinal)) ?? "";
            string digits = line.Length > 0 ? line[Field.Length..].Replace("kB", "", StringComparison.Ordinal).Trim() : "0";
            return 1024 * long.Parse(digits, CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
