using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Racewalk.Trials.Bench;

namespace Racewalk.Cli;

/// <summary>A process has base pages of one size, so other sizes are measured by other processes of this program.</summary>
internal static class BenchChildren
{
    /// <summary>What tells rows of different sizes apart.</summary>
    private const string Key = "base pages";

    /// <summary>Measures with each size.</summary>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    /// <exception cref="InvalidOperationException">A process failed.</exception>
    internal static BenchTable Run(Measurement measurement, BenchOptions options, IReadOnlyList<string> sizes)
    {
        List<BenchRow> rows = [];
        foreach (string size in sizes)
        {
            rows.AddRange(RowsOf(measurement, options, size).Select(row => row with { Keys = [row.Keys[0], size, .. row.Keys.Skip(1)] }));
        }

        return new BenchTable(measurement, rows) { Keys = [measurement.Keys[0], Key, .. measurement.Keys.Skip(1)] };
    }

    private static List<BenchRow> RowsOf(Measurement measurement, BenchOptions options, string size)
    {
        string file = Path.GetTempFileName();
        try
        {
            IReadOnlyList<string> program = OwnProgram.With(
                "bench", measurement.Name, "--page-size", size, "--json", file,
                "--cpus", options.Cpus.ToString(CultureInfo.InvariantCulture),
                "--seconds", options.Time.TotalSeconds.ToString(CultureInfo.InvariantCulture));
            using Process child = Process.Start(new ProcessStartInfo(program[0], program.Skip(1))
            { RedirectStandardOutput = true })!;
            using CancellationTokenRegistration end = options.Cancellation.Register(child.Kill);
            child.StandardOutput.ReadToEnd();
            child.WaitForExit();
            options.Cancellation.ThrowIfCancellationRequested();
            return child.ExitCode == 0 ? Read(file) : throw new InvalidOperationException($"bench {measurement.Name} --page-size {size} ended with {child.ExitCode}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static List<BenchRow> Read(string file)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(file));
        return
        [
            .. json.RootElement.GetProperty("measurements")[0].GetProperty("rows").EnumerateArray().Select(static row => new BenchRow(
                [.. row.GetProperty("keys").EnumerateObject().Select(static k => k.Value.GetString()!)],
                [.. row.GetProperty("values").EnumerateArray().Select(static v => v.GetDouble())])),
        ];
    }
}
