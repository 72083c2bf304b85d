using System.Globalization;

namespace Racewalk.Trials.Bench;

/// <summary>Pins a second by GUP-fast.</summary>
internal sealed class PinMeasurement : Measurement
{
    // So many rounds of 512 pins take about a second.
    private const double RoundsPerSecond = 100_000;

    /// <inheritdoc/>
    public override string Name => "pins";

    /// <inheritdoc/>
    public override string Title => "pin_user_pages_fast of one page and its unpin, each CPU on pages of its own";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Keys { get; } = ["CPUs", "pages"];

    /// <inheritdoc/>
    public override IReadOnlyList<BenchColumn> Columns { get; } = [new("pins", "1/s", "#,0"), new("a pin", "ns", "0.0")];

    /// <inheritdoc/>
    public override IEnumerable<BenchRow> Run(BenchOptions options)
    {
        int rounds = (int)Math.Clamp(options.Time.TotalSeconds * RoundsPerSecond / PinBench.Repetitions, 1, 1e6);
        int warmups = (int)Math.Clamp(options.Time.TotalSeconds * 200, 1, 100);
        foreach (bool isHuge in (bool[])[false, true])
        {
            foreach (int cpus in CpuCounts(options))
            {
                PinFigures figures = PinBench.Measure(cpus, isHuge, rounds, warmups, options.Cancellation);
                yield return new BenchRow([cpus.ToString(CultureInfo.InvariantCulture), isHuge ? "huge" : "base"], [figures.PinsPerSecond, figures.NanosecondsPerPin]);
            }
        }
    }
}
