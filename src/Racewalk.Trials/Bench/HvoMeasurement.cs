using System.Globalization;
using Racewalk.Hardware;
using Racewalk.Trials.Hvo;

namespace Racewalk.Trials.Bench;

/// <summary>Optimising and restoring the struct pages of hugetlb folios, by every strategy.</summary>
internal sealed class HvoMeasurement : Measurement
{
    // More struct pages than this in a batch say nothing new, and take seconds to lay out.
    private const ulong MostMemmap = 64 << 20;

    private static readonly int[] s_batches = [1, 8, 64, 512];

    /// <inheritdoc/>
    public override string Name => "hvo";

    /// <inheritdoc/>
    public override string Title => "HVO of a batch of huge pages, while the other CPUs read struct pages";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Keys { get; } = ["batch", "huge page", "strategy", "flush"];

    /// <inheritdoc/>
    public override IReadOnlyList<BenchColumn> Columns { get; } =
    [
        new("optimise a page", "us", "#,0.00"),
        new("restore a page", "us", "#,0.00"),
        new("optimise, CPU", "us", "#,0.00"),
        new("restore, CPU", "us", "#,0.00"),
        new("freed a page", "KiB", "#,0"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> Charted => [2];

    /// <inheritdoc/>
    public override bool IsLogarithmic => true;

    /// <inheritdoc/>
    /// <exception cref="BrokenRuleException">A reader saw a wrong value, or struct pages are not what they were.</exception>
    public override IEnumerable<BenchRow> Run(BenchOptions options) =>
        from size in HugetlbSize.All
        where size.PagesFreed > 0
        from batch in s_batches
        where (ulong)batch * size.MemmapBytes <= MostMemmap
        from strategy in Enum.GetValues<HvoStrategy>()
        from flush in Enum.GetValues<FlushKind>()
        where HvoBench.Allows(strategy, flush)
        select Row(options, new HvoBenchOptions(size, strategy, batch) { Flush = flush, Readers = options.Cpus - 1, Rounds = int.MaxValue, Time = options.Time });

    private static BenchRow Row(BenchOptions options, HvoBenchOptions hvo)
    {
        HvoFigures figures = HvoBench.Measure(hvo, options.Cancellation);
        return figures.Damage is null
            ? new BenchRow(
                [hvo.Batch.ToString(CultureInfo.InvariantCulture), hvo.Size.ToString(), NameOf(hvo.Strategy), hvo.Flush == FlushKind.Interrupt ? "interrupt" : "broadcast"],
                [
                    figures.OptimizeMicroseconds, figures.RestoreMicroseconds, figures.OptimizeCpuMicroseconds, figures.RestoreCpuMicroseconds, figures.BytesFreed / 1024,
                ])
            : throw new BrokenRuleException($"{hvo.Strategy}: {figures.Damage}");
    }

    private static string NameOf(HvoStrategy strategy) => strategy switch
    {
        HvoStrategy.InPlace => "in place",
        HvoStrategy.FaultHandler => "A fault handler",
        HvoStrategy.OwnLock => "A' own lock",
        HvoStrategy.StopMachine => "B stop_machine",
        HvoStrategy.EqualContents => "C equal contents",
        HvoStrategy.PauseByMasks => "D pause by masks",
        _ => "D pause by counter",
    };
}
