using Racewalk.Mm.Collapse;

namespace Racewalk.Trials.Bench;

/// <summary>How long others wait while a collapse copies.</summary>
internal sealed class WaitingMeasurement : Measurement
{
    /// <inheritdoc/>
    public override string Name => "waiting";

    /// <inheritdoc/>
    public override string Title => "the longest wait of somebody else during one collapse, by what the collapse holds while it copies";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Keys { get; } = ["who waits", "locks"];

    /// <inheritdoc/>
    public override IReadOnlyList<BenchColumn> Columns { get; } =
        [new("median", "µs", "#,0.0"), new("maximum", "µs", "#,0.0"), new("the collapse", "µs", "#,0"), new("collapses", "1", "#,0")];

    /// <inheritdoc/>
    public override IReadOnlyList<int> Charted { get; } = [0, 1];

    /// <inheritdoc/>
    public override bool IsLogarithmic => true;

    /// <inheritdoc/>
    public override IEnumerable<BenchRow> Run(BenchOptions options)
    {
        foreach (Waiter waiter in Enum.GetValues<Waiter>())
        {
            foreach (CollapseLocking locking in Enum.GetValues<CollapseLocking>())
            {
                using var bench = new WaitingBench(locking, waiter);
                IReadOnlyList<CollapseWait> waits = bench.Measure(options);
                double[] longest = [.. waits.Select(static w => w.LongestWait).Order()];
                double[] collapses = [.. waits.Select(static w => w.Collapse).Order()];
                yield return new BenchRow(
                    [WaitingBench.NameOf(waiter), CollapseText.Of(locking)], [Median(longest) * 1e6, longest[^1] * 1e6, Median(collapses) * 1e6, waits.Count]);
            }
        }
    }

    private static double Median(double[] sorted) => sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
}
