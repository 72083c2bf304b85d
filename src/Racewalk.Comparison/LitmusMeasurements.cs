namespace Racewalk.Comparison;

/// <summary>One litmus test under herd7 and under Racewalk.</summary>
internal sealed record LitmusMeasurement
{
    public required string Test { get; init; }

    public required string Dialect { get; init; }

    public required int States { get; init; }

    public required string Observation { get; init; }

    public required int PeerStates { get; init; }

    public required string PeerObservation { get; init; }

    /// <summary>The test read and checked in a process that has checked it before, on one thread.</summary>
    public required Timing Warm { get; init; }

    /// <summary>The command, from its start to its end.</summary>
    public required Timing Process { get; init; }

    /// <summary>herd7, from its start to its end.</summary>
    public required Timing Peer { get; init; }

    /// <summary>The median of herd7's start-up, for <see cref="WarmRatio"/>.</summary>
    public required double PeerStartUpMs { get; init; }

    public bool Agrees => States == PeerStates && Observation == PeerObservation;

    /// <summary>How many times as long herd7 takes without its start-up as the warm check does; null if its start-up is all it does.</summary>
    public double? WarmRatio => Peer.MedianMs > PeerStartUpMs ? (Peer.MedianMs - PeerStartUpMs) / Warm.MedianMs : null;

    /// <summary>How many times as long herd7's process takes as ours.</summary>
    public double ProcessRatio => Peer.MedianMs / Process.MedianMs;
}

/// <summary>Whole processes that read a dialect's model and have next to nothing to check.</summary>
/// <param name="Peer">herd7.</param>
/// <param name="Process">Our command.</param>
internal sealed record StartUp(Timing Peer, Timing Process);

/// <summary>Everything that was measured with herd7.</summary>
/// <param name="Rounds">How many rounds.</param>
/// <param name="StartUps">By dialect, what both need for a test that has next to nothing to be checked.</param>
/// <param name="Measurements">The tests.</param>
/// <param name="LeftOut">Tests that were not measured, and why.</param>
internal sealed record LitmusComparison(
    int Rounds, IReadOnlyDictionary<string, StartUp> StartUps, IReadOnlyList<LitmusMeasurement> Measurements, IReadOnlyList<string> LeftOut)
{
    public bool IsSound => Measurements.All(static m => m.Agrees);

    public double? GeometricMeanWarmRatio => GeometricMean.Of(Measurements.Select(static m => m.WarmRatio));

    public double? GeometricMeanProcessRatio => GeometricMean.Of(Measurements.Select(static m => (double?)m.ProcessRatio));

    public double WarmMs => Measurements.Sum(static m => m.Warm.MedianMs);

    public double ProcessMs => Measurements.Sum(static m => m.Process.MedianMs);

    public double PeerMs => Measurements.Sum(static m => m.Peer.MedianMs);
}
