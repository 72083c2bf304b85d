using System.Globalization;
using Racewalk.Hardware;
using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Bench;

/// <summary>A TLB flush of one page by interrupt, and by broadcast.</summary>
internal sealed class FlushMeasurement : Measurement
{
    private const int FlushesPerRound = 100;

    /// <inheritdoc/>
    public override string Name => "flush";

    /// <inheritdoc/>
    public override string Title => "flush_tlb_range of one page, while the other CPUs load from memory";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Keys { get; } = ["CPUs", "flush"];

    /// <inheritdoc/>
    public override IReadOnlyList<BenchColumn> Columns { get; } = [new("a flush", "ns", "#,0")];

    /// <inheritdoc/>
    public override IEnumerable<BenchRow> Run(BenchOptions options)
    {
        foreach (FlushKind kind in Enum.GetValues<FlushKind>())
        {
            foreach (int cpus in CpuCounts(options).Where(static n => n > 1))
            {
                using var bench = new WorldBench(cpus, new MmWorldOptions { PmdsPerVma = 1 }, kind);
                int flushing = 0;
                double seconds = bench.BestRound(
                    options,
                    cpu => Volatile.Write(ref flushing, 1),
                    cpu =>
                    {
                        if (cpu.Id == 0)
                        {
                            FlushOften(cpu, bench.World);
                            Volatile.Write(ref flushing, 0);
                        }
                        else
                        {
                            LoadWhile(cpu, bench, ref flushing);
                        }
                    },
                    static _ => { });
                yield return new BenchRow(
                    [cpus.ToString(CultureInfo.InvariantCulture), kind == FlushKind.Interrupt ? "interrupt" : "broadcast"], [seconds * 1e9 / FlushesPerRound]);
            }
        }
    }

    private static void FlushOften(Cpu cpu, MmWorld world)
    {
        for (int i = 0; i < FlushesPerRound; i++)
        {
            world.Mm.FlushPte(cpu, 0, 0);
        }
    }

    private static void LoadWhile(Cpu cpu, WorldBench bench, ref int flushing)
    {
        ulong address = bench.World.Space.AddressOf(bench.PmdOf(cpu) * MmWorld.PtrsPerTable);
        while (Volatile.Read(ref flushing) != 0)
        {
            bench.World.Load(cpu, address, out _);
        }
    }
}
