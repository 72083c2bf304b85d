namespace Racewalk.Comparison;

/// <summary>CPU milliseconds over rounds.</summary>
internal sealed record Timing(double MinimumMs, double MedianMs)
{
    public static Timing Of(IEnumerable<TimeSpan> rounds)
    {
        double[] sorted = [.. rounds.Select(round => round.TotalMilliseconds).Order()];
        int middle = sorted.Length / 2;
        double median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Timing(sorted[0], median);
    }

    /// <summary>Without a part that every round has.</summary>
    public Timing Without(double ms) => new(MinimumMs - ms, MedianMs - ms);
}

/// <summary>What the peer did with one program: its count, and CPU time without its start-up.</summary>
/// <param name="Executions">Complete ones.</param>
/// <param name="Blocked">Blocked ones.</param>
/// <param name="Cpu">CPU time without the start-up.</param>
/// <param name="Process">CPU time of the whole process.</param>
/// <param name="PeakBytes">The most that was resident.</param>
internal sealed record PeerMeasurement(long Executions, long Blocked, Timing Cpu, Timing Process, long PeakBytes);

/// <summary>One program explored, or test checked, once by a process of its own.</summary>
/// <param name="Process">CPU time of the whole process: .NET's start-up, compiling, the work.</param>
/// <param name="PeakBytes">The most that was resident.</param>
internal sealed record ColdMeasurement(Timing Process, long PeakBytes)
{
    public static ColdMeasurement Of(IReadOnlyList<ChildRun> runs) => new(Timing.Of(runs.Select(static r => r.Cpu)), runs.Max(static r => r.PeakBytes));
}

/// <summary>One program under one model.</summary>
internal sealed record Measurement
{
    public required string Program { get; init; }

    public required string Model { get; init; }

    public required long Executions { get; init; }

    /// <summary>How many executions those stand for, a decimal number, where symmetry is reduced.</summary>
    public string? Represented { get; init; }

    public required long Blocked { get; init; }

    /// <summary>The bounds that the exploration hit; it should hit none.</summary>
    public required IReadOnlyList<string> Bounds { get; init; }

    public required Timing Cpu { get; init; }

    public required long BytesPerExecution { get; init; }

    /// <summary>The most that the managed heap held more than before the exploration, garbage included.</summary>
    public required long PeakHeapBytes { get; init; }

    public required PeerMeasurement? Peer { get; init; }

    public required ColdMeasurement? Cold { get; init; }

    /// <summary>How many times as long the peer's process takes as ours, by medians.</summary>
    public double? ColdRatio => Positive(Peer?.Process.MedianMs / Cold?.Process.MedianMs);

    public double ExecutionsPerCpuSecond => Executions / (Cpu.MedianMs / 1000);

    /// <summary>How many times as long the peer takes, by medians; null without a peer or if its start-up is all it does.</summary>
    public double? Ratio => Positive(Peer?.Cpu.MedianMs / Cpu.MedianMs);

    /// <summary>As <see cref="Ratio"/>, by minima, which disturbances reach least.</summary>
    public double? RatioOfMinima => Positive(Peer?.Cpu.MinimumMs / Cpu.MinimumMs);

    public bool CountsAgree => Peer is null || Peer.Executions == Executions;

    private static double? Positive(double? ratio) => ratio > 0 ? ratio : null;
}

/// <summary>Everything that was measured.</summary>
internal sealed record ProgramComparison(int Rounds, bool ReducesSymmetry, Timing? PeerStartUp, IReadOnlyList<string> PeerOptions, IReadOnlyList<Measurement> Measurements)
{
    /// <summary>Whether all counts agree with the peer's and no exploration hit a bound.</summary>
    public bool IsSound => Measurements.All(m => m.CountsAgree && m.Bounds.Count == 0);

    public double? GeometricMeanRatio => GeometricMean.Of(Measurements.Select(m => m.Ratio));

    public double? GeometricMeanColdRatio => GeometricMean.Of(Measurements.Select(m => m.ColdRatio));

    public double? GeometricMeanRatioOfMinima => GeometricMean.Of(Measurements.Select(m => m.RatioOfMinima));
}

/// <summary>The mean of ratios.</summary>
internal static class GeometricMean
{
    /// <summary>The mean of those that are known; null if none is.</summary>
    public static double? Of(IEnumerable<double?> ratios)
    {
        double[] known = [.. ratios.OfType<double>()];
        return known.Length == 0 ? null : Math.Exp(known.Average(Math.Log));
    }
}
