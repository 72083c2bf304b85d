namespace Racewalk.Trials.Bench;

/// <summary>All that can be measured.</summary>
public static class Measurements
{
    /// <summary>They, in the order in which they run.</summary>
    public static IReadOnlyList<Measurement> All { get; } =
    [
        new PinMeasurement(),
        new FaultMeasurement(),
        new CollapseMeasurement(),
        new DontneedMeasurement(),
        new FlushMeasurement(),
        new WaitingMeasurement(),
        new HvoMeasurement(),
        new HvoMemoryMeasurement(),
    ];
}
