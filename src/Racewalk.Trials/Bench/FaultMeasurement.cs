using System.Globalization;
using Racewalk.Mm.Faults;
using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Bench;

/// <summary>Page faults a second.</summary>
internal sealed class FaultMeasurement : Measurement
{
    /// <inheritdoc/>
    public override string Name => "faults";

    /// <inheritdoc/>
    public override string Title => "anonymous page faults of stores, each CPU in a VMA of its own";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Keys { get; } = ["CPUs", "lock"];

    /// <inheritdoc/>
    public override IReadOnlyList<BenchColumn> Columns { get; } = [new("faults", "1/s", "#,0"), new("a fault", "ns", "#,0")];

    /// <inheritdoc/>
    public override IEnumerable<BenchRow> Run(BenchOptions options)
    {
        foreach (bool hasVmaLock in (bool[])[false, true])
        {
            foreach (int cpus in CpuCounts(options))
            {
                using var bench = new WorldBench(cpus, new MmWorldOptions { PmdsPerVma = 1, Fault = new FaultOptions(PerVmaLock: hasVmaLock, HugePages: false) });
                double seconds = bench.BestRound(
                    options,
                    static _ => { },
                    cpu => bench.Populate(cpu, bench.PmdOf(cpu)),
                    cpu => bench.Dontneed[cpu.Id].Zap(cpu, bench.PmdOf(cpu)));
                int faults = MmWorld.PtrsPerTable;
                yield return new BenchRow(
                    [cpus.ToString(CultureInfo.InvariantCulture), hasVmaLock ? "per-VMA lock" : "mmap_lock"], [faults * cpus / seconds, seconds * 1e9 / faults]);
            }
        }
    }
}
