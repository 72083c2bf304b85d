using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Racewalk.Comparison;

/// <summary>One run of herd7.</summary>
/// <param name="States">How many final states it found.</param>
/// <param name="Observation">Always, Sometimes or Never.</param>
/// <param name="Cpu">CPU time of the process.</param>
internal sealed record HerdRun(int States, string Observation, TimeSpan Cpu);

/// <summary>Runs herd7 with the model that it has by default for a test's dialect.</summary>
internal sealed partial class HerdPeer
{
    /// <summary>What tests of page tables are called where others are called by their dialect.</summary>
    public const string PageTables = "AArch64 with page tables";

    private const string KernelConfiguration = "linux-kernel.cfg";
    private readonly string _binary;
    private readonly string? _library;

    private readonly TimeSpan? _limit;

    public HerdPeer(string binary, string? library, TimeSpan? limit)
    {
        _limit = limit;
        _binary = File.Exists(binary) ? binary : throw new ComparisonException($"there is no herd7 at {binary}");
        _library = library is null || Directory.Exists(library) ? library : throw new ComparisonException($"there is no folder {library}");
    }

    /// <summary>Whether it has a model for a dialect. That of the kernel's C comes with the kernel: it is there if somebody put it into the libdir.</summary>
    public bool Knows(string dialect) => dialect != "C" || (_library is not null && File.Exists(Path.Combine(_library, KernelConfiguration)));

    /// <summary>Checks a test. Null if it takes too long.</summary>
    public HerdRun? Run(string file, string dialect)
    {
        var arguments = new List<string>();
        if (_library is not null)
        {
            arguments.AddRange(["-set-libdir", _library]);
        }

        if (dialect == "C")
        {
            arguments.AddRange(["-conf", KernelConfiguration]);
        }

        if (dialect == PageTables)
        {
            arguments.AddRange(["-variant", "vmsa,fatal"]);
        }

        arguments.Add(file);
        ChildRun run;
        try
        {
            run = ChildRun.Of(_binary, arguments, null, _limit);
        }
        catch (Win32Exception e)
        {
            throw new ComparisonException($"{_binary} cannot be run: {e.Message}");
        }

        if (run.IsCut)
        {
            return null;
        }

        Match states = StatesLine().Match(run.Output);
        Match observation = ObservationLine().Match(run.Output);
        return run.ExitCode == 0 && states.Success && observation.Success
            ? new HerdRun(int.Parse(states.Groups[1].ValueSpan, CultureInfo.InvariantCulture), observation.Groups[1].Value, run.Cpu)
            : throw new ComparisonException($"herd7 {string.Join(' ', arguments)} ended with {run.ExitCode}:\n{run.Output}");
    }

    [GeneratedRegex(@"^States (\d+)\s*$", RegexOptions.Multiline)]
    private static partial Regex StatesLine();

    [GeneratedRegex(@"^Observation .* (Always|Sometimes|Never) \d+ \d+\s*$", RegexOptions.Multiline)]
    private static partial Regex ObservationLine();
}
