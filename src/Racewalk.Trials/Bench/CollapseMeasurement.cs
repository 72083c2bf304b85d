using System.Globalization;
using Racewalk.Mm.Collapse;
using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Bench;

/// <summary>Collapses a second.</summary>
internal sealed class CollapseMeasurement : Measurement
{
    /// <inheritdoc/>
    public override string Name => "collapse";

    /// <inheritdoc/>
    public override string Title => "collapses of all that one PMD entry maps, each CPU in a VMA of its own";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Keys { get; } = ["CPUs", "locks"];

    /// <inheritdoc/>
    public override IReadOnlyList<BenchColumn> Columns { get; } = [new("collapses", "1/s", "#,0"), new("a collapse", "µs", "#,0")];

    /// <inheritdoc/>
    public override IEnumerable<BenchRow> Run(BenchOptions options)
    {
        foreach (CollapseLocking locking in Enum.GetValues<CollapseLocking>())
        {
            foreach (int cpus in CpuCounts(options))
            {
                using var bench = new WorldBench(cpus, new MmWorldOptions { PmdsPerVma = 1, Frames = 4 * MmWorld.PtrsPerTable * (cpus + 1) });
                AnonCollapse[] collapses = [.. Enumerable.Range(0, cpus).Select(i => bench.CollapseOf(i, locking))];
                ulong[] huge = new ulong[cpus];
                double seconds = bench.BestRound(
                    options,
                    cpu =>
                    {
                        bench.Populate(cpu, bench.PmdOf(cpu));
                        huge[cpu.Id] = bench.TakeHugePage(cpu);
                    },
                    cpu => CollapseText.MustSucceed(collapses[cpu.Id].CollapseHugePage(cpu, bench.PmdOf(cpu), huge[cpu.Id])),
                    cpu => bench.Dontneed[cpu.Id].Zap(cpu, bench.PmdOf(cpu)));
                yield return new BenchRow([cpus.ToString(CultureInfo.InvariantCulture), CollapseText.Of(locking)], [cpus / seconds, seconds * 1e6]);
            }
        }
    }
}
