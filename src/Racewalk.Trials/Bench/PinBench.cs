using System.Diagnostics;
using Racewalk.Hardware;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;

namespace Racewalk.Trials.Bench;

/// <summary>What pinning costs.</summary>
/// <param name="Cpus">How many CPUs pinned at once.</param>
/// <param name="IsHuge">Whether the pages were mapped by huge pages.</param>
/// <param name="NanosecondsPerPin">CPU time of a pin and its unpin, of the CPU that took longest, in the best of the repetitions.</param>
/// <param name="PinsPerSecond">Pins of all CPUs together in a second of wall time.</param>
/// <param name="AllocatedBytes">What the measured loop has allocated on the managed heap, on all CPUs.</param>
public sealed record PinFigures(int Cpus, bool IsHuge, double NanosecondsPerPin, double PinsPerSecond, long AllocatedBytes);

/// <summary>
/// pin_user_pages_fast of page after page, and the unpin of each (gup_test -a, tools/testing/selftests/mm/gup_test.c). Each CPU has pages of its own, so that what is measured is
/// the walk and not a line of a count that bounces.
/// </summary>
public static class PinBench
{
    /// <summary>Pages that each CPU pins: those of one table.</summary>
    public static int PagesPerCpu => BasePage.PtrsPerTable;

    /// <summary>How often it is measured; the best counts.</summary>
    internal const int Repetitions = 5;

    /// <summary>Measures.</summary>
    /// <param name="cpus">How many CPUs.</param>
    /// <param name="isHuge">Whether huge pages are mapped.</param>
    /// <param name="rounds">How often each CPU pins all its pages in one repetition.</param>
    /// <param name="warmups">How many short calls come first.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static PinFigures Measure(int cpus, bool isHuge, int rounds = 2000, int warmups = 100, CancellationToken cancellation = default)
    {
        using var world = new PinWorld(PagesPerCpu * cpus, isHuge);
        using var processors = new Processors(new ProcessorOptions(cpus));
        var gup = new GupFast(world.Mm, new GupOptions(Pin: true, Write: true));
        var barrier = new RoundBarrier(cpus);
        double[] best = [.. Enumerable.Repeat(double.MaxValue, cpus)];
        long[] allocated = new long[cpus];
        double wall = double.MaxValue;
        processors.Run([.. Enumerable.Repeat<Action<Cpu>>(Pin, cpus)]);
        cancellation.ThrowIfCancellationRequested();
        double pins = (double)rounds * PagesPerCpu;
        return new PinFigures(cpus, isHuge, best.Max() * 1e9 / pins, pins * cpus / wall, allocated.Sum());

        void Pin(Cpu cpu)
        {
            // Short calls first: they are compiled again, and well, after some tens of calls and a tenth of a second without anything new.
            for (int i = 0; i < warmups && !cancellation.IsCancellationRequested; i++)
            {
                PinAll(cpu, world.Mm, gup, rounds: 20);
                Thread.Sleep(10);
            }

            for (int i = 0; i < Repetitions && !cancellation.IsCancellationRequested; i++)
            {
                barrier.Wait(cpu);
                long start = Stopwatch.GetTimestamp();
                TimeSpan began = CpuTime.OfThread();
                long before = GC.GetAllocatedBytesForCurrentThread();
                PinAll(cpu, world.Mm, gup, rounds);
                allocated[cpu.Id] += GC.GetAllocatedBytesForCurrentThread() - before;
                best[cpu.Id] = Math.Min(best[cpu.Id], (CpuTime.OfThread() - began).TotalSeconds);
                barrier.Wait(cpu);
                if (cpu.Id == 0)
                {
                    wall = Math.Min(wall, Stopwatch.GetElapsedTime(start).TotalSeconds);
                }
            }
        }
    }

    private static void PinAll(Cpu cpu, MmStruct mm, GupFast gup, int rounds)
    {
        int first = cpu.Id * PagesPerCpu;
        int perTable = BasePage.PtrsPerTable;
        for (int round = 0; round < rounds; round++)
        {
            for (int page = first; page < first + PagesPerCpu; page++)
            {
                if (!gup.TryGetPage(cpu, page / perTable, page % perTable, out ulong pinned, out _))
                {
                    throw new BrokenRuleException("a page that is mapped could not be pinned");
                }

                PageReference.FolioPutRefs(cpu, mm, StructPage.CompoundHead(cpu, pinned), StructPage.PinBias);
            }
        }
    }
}
