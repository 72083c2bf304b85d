namespace Racewalk.Comparison;

/// <summary>One litmus test under Racewalk, and under herd7 if that is there.</summary>
internal sealed record LitmusMeasurement
{
    public required string Test { get; init; }

    public required string Dialect { get; init; }

    public required int States { get; init; }

    public required string Observation { get; init; }

    /// <summary>Executions that the model allows, those left out by a filter aside.</summary>
    public required long Executions { get; init; }

    /// <summary>Candidates that were complete and asked the whole model.</summary>
    public required long Candidates { get; init; }

    /// <summary>Why not everything was looked at; it should be empty.</summary>
    public required IReadOnlyList<string> Bounds { get; init; }

    /// <summary>The test read and checked in a process that has checked it before, on one thread.</summary>
    public required Timing Warm { get; init; }

    /// <summary>Bytes that one warm check allocates.</summary>
    public required long AllocatedBytes { get; init; }

    /// <summary>The command, from its start to its end.</summary>
    public required ColdMeasurement Cold { get; init; }

    /// <summary>herd7; null without it.</summary>
    public required LitmusPeerMeasurement? Peer { get; init; }

    public bool Agrees => Peer is null || (States == Peer.States && Observation == Peer.Observation);

    /// <summary>How many times as long herd7 takes without its start-up as the warm check does; null without herd7, or if its start-up is all it does.</summary>
    public double? WarmRatio => Peer is not null && Peer.Process.MedianMs > Peer.StartUpMs ? (Peer.Process.MedianMs - Peer.StartUpMs) / Warm.MedianMs : null;

    /// <summary>How many times as long herd7's process takes as ours; null without herd7.</summary>
    public double? ProcessRatio => Peer?.Process.MedianMs / Cold.Process.MedianMs;
}

/// <summary>What herd7 made of a test.</summary>
/// <param name="States">How many final states it found.</param>
/// <param name="Observation">Always, Sometimes or Never.</param>
/// <param name="Process">From its start to its end.</param>
/// <param name="StartUpMs">The median of its start-up.</param>
internal sealed record LitmusPeerMeasurement(int States, string Observation, Timing Process, double StartUpMs);

/// <summary>Whole processes that read a dialect's model and have next to nothing to check.</summary>
/// <param name="Peer">herd7; null without it.</param>
/// <param name="Process">Our command.</param>
internal sealed record StartUp(Timing? Peer, Timing Process);

/// <summary>Everything that was measured of litmus tests.</summary>
/// <param name="Rounds">How many rounds.</param>
/// <param name="HasPeer">Whether herd7 was there.</param>
/// <param name="StartUps">By dialect, what both need for a test that has next to nothing to be checked.</param>
/// <param name="Measurements">The tests.</param>
/// <param name="LeftOut">Tests that were not measured, and why.</param>
internal sealed record LitmusComparison(
    int Rounds, bool HasPeer, IReadOnlyDictionary<string, StartUp> StartUps, IReadOnlyList<LitmusMeasurement> Measurements, IReadOnlyList<string> LeftOut)
{
    /// <summary>Whether all tests agree with herd7 and none hit a bound.</summary>
    public bool IsSound => Measurements.All(static m => m.Agrees && m.Bounds.Count == 0);

    public double? GeometricMeanWarmRatio => GeometricMean.Of(Measurements.Select(static m => m.WarmRatio));

    public double? GeometricMeanProcessRatio => GeometricMean.Of(Measurements.Select(static m => m.ProcessRatio));

    public double WarmMs => Measurements.Sum(static m => m.Warm.MedianMs);

    public double ProcessMs => Measurements.Sum(static m => m.Cold.Process.MedianMs);

    public double PeerMs => Measurements.Sum(static m => m.Peer?.Process.MedianMs ?? 0);
}
