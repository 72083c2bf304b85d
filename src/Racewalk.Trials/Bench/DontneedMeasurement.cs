using System.Globalization;
using Racewalk.Mm.Faults;
using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Bench;

/// <summary>MADV_DONTNEED a second, of all that one PMD entry maps.</summary>
internal sealed class DontneedMeasurement : Measurement
{
    /// <inheritdoc/>
    public override string Name => "dontneed";

    /// <inheritdoc/>
    public override string Title => "MADV_DONTNEED of all that one PMD entry maps, each CPU in a VMA of its own";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Keys { get; } = ["CPUs", "pages"];

    /// <inheritdoc/>
    public override IReadOnlyList<BenchColumn> Columns { get; } = [new("calls", "1/s", "#,0"), new("a call", "µs", "0.00")];

    /// <inheritdoc/>
    public override bool IsLogarithmic => true;

    /// <inheritdoc/>
    public override IEnumerable<BenchRow> Run(BenchOptions options)
    {
        foreach (bool isHuge in (bool[])[false, true])
        {
            foreach (int cpus in CpuCounts(options))
            {
                using var bench = new WorldBench(cpus, new MmWorldOptions { PmdsPerVma = 1, Fault = new FaultOptions(PerVmaLock: true, HugePages: isHuge) });
                double seconds = bench.BestRound(
                    options,
                    cpu => bench.Populate(cpu, bench.PmdOf(cpu)),
                    cpu => bench.Dontneed[cpu.Id].Zap(cpu, bench.PmdOf(cpu)),
                    static _ => { });
                yield return new BenchRow(
                    [cpus.ToString(CultureInfo.InvariantCulture), isHuge ? "1 huge" : FormattableString.Invariant($"{MmWorld.PtrsPerTable} base")], [cpus / seconds, seconds * 1e6]);
            }
        }
    }
}
