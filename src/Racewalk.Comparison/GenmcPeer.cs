using System.Globalization;
using System.Text.RegularExpressions;
using Racewalk.Models;

namespace Racewalk.Comparison;

/// <summary>One run of GenMC.</summary>
internal sealed record GenmcRun(long Executions, long Blocked, TimeSpan Cpu, long PeakBytes);

/// <summary>Runs GenMC from its own directory.</summary>
internal sealed partial class GenmcPeer
{
    private readonly string _directory;
    private readonly IReadOnlyList<string> _options;
    private readonly string _binary;

    /// <summary>GenMC with options that all runs have.</summary>
    public GenmcPeer(string directory, IReadOnlyList<string> options)
    {
        _directory = directory;
        _options = options;
        _binary = Path.Combine(directory, "genmc");
        if (!File.Exists(_binary))
        {
            throw new ComparisonException($"there is no GenMC at {_binary}");
        }
    }

    /// <summary>CPU time of a program that does nothing.</summary>
    public Timing MeasureStartUp(int rounds)
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".c");
        File.WriteAllText(file, "int main() { return 0; }\n");
        try
        {
            Run(MemoryModel.Sc, ["--", file]);
            return Timing.Of([.. Enumerable.Range(0, rounds).Select(_ => Run(MemoryModel.Sc, ["--", file]).Cpu)]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Verifies one program.</summary>
    /// <param name="model">SC or TSO.</param>
    /// <param name="command">What follows the options that all have.</param>
    public GenmcRun Run(MemoryModel model, IReadOnlyList<string> command)
    {
        string[] arguments = ["--" + model.Name, .. _options, .. command];
        ChildRun run = ChildRun.Of(_binary, arguments, _directory);
        return run.ExitCode == 0 && Find(CompleteLine(), run.Output) is { } executions
            ? new GenmcRun(executions, Find(BlockedLine(), run.Output) ?? 0, run.Cpu, run.PeakBytes)
            : throw new ComparisonException($"genmc {string.Join(' ', arguments)} ended with {run.ExitCode}:\n{run.Output}");
    }

    private static long? Find(Regex line, string output) =>
        line.Match(output) is { Success: true } match ? long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"complete executions explored: (\d+)")]
    private static partial Regex CompleteLine();

    [GeneratedRegex(@"blocked executions seen: (\d+)")]
    private static partial Regex BlockedLine();
}
