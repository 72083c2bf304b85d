using System.Diagnostics;
using Racewalk.Hardware;
using Racewalk.Mm.Hvo;
using Racewalk.Trials.Hvo;

namespace Racewalk.Trials.Bench;

/// <summary>
/// Optimising and restoring the struct pages of hugetlb folios: what is freed, what it costs, and whether others that read struct pages meanwhile ever see a wrong value.
/// </summary>
public static class HvoBench
{
    /// <summary>Whether a strategy can be measured with a way of flushing: not by interrupts if others wait for it with interrupts off.</summary>
    public static bool Allows(HvoStrategy strategy, FlushKind flush) => flush == FlushKind.Broadcast || strategy is HvoStrategy.InPlace or HvoStrategy.EqualContents;

    /// <summary>Measures times, while others read.</summary>
    /// <exception cref="TrialException">The strategy cannot be had so.</exception>
    /// <exception cref="BrokenRuleException">The size leaves nothing to free.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static HvoFigures Measure(HvoBenchOptions options, CancellationToken cancellation = default)
    {
        using var world = new HvoWorld(new HvoWorldOptions(options.Size, options.Batch)
        {
            Era = options.Era,
            Strategy = options.Strategy,
            Order = options.Order,
            Cpus = 1 + options.Readers,
            ReleasesToHost = options.ReleasesToHost,
        });
        if (options.Flush == FlushKind.Interrupt && !world.CanFlushByInterrupt)
        {
            throw new TrialException($"{options.Strategy} flushes while other CPUs may wait for it with interrupts off: only by broadcast");
        }

        using var processors = new Processors(new ProcessorOptions(1 + options.Readers)
        {
            Flush = options.Flush,
            Rules = options.Rules,
        });
        processors.Frames = world.Frames;
        var run = new HvoRun(world, options, cancellation);
        processors.Run([run.Write, .. Enumerable.Repeat<Action<Cpu>>(run.Read, options.Readers)]);
        cancellation.ThrowIfCancellationRequested();
        return run.Figures();
    }

    /// <summary>Measures resident memory: mapped by blocks, split, optimised, restored.</summary>
    /// <param name="size">The size of huge pages; where it leaves nothing to free, nothing is done, and the figures say so.</param>
    /// <param name="folios">How many.</param>
    /// <param name="era">The kernel.</param>
    /// <param name="rules">Which steps are left out; needs <see cref="StepControl"/>.</param>
    public static HvoMemoryFigures MeasureMemory(HugetlbSize size, int folios, HvoEra era = HvoEra.E7, StepRules? rules = null)
    {
        using var world = new HvoWorld(new HvoWorldOptions(size, folios) { Era = era });
        using var processors = new Processors(new ProcessorOptions(1) { Rules = rules ?? StepRules.None });
        processors.Frames = world.Frames;
        var reader = new StructPageReader(world);
        ulong mapped = world.Resident;
        string? damage = null;
        if (size.PagesFreed == 0)
        {
            Run(static (_, _) => { });
            return new HvoMemoryFigures(BasePage.Size, size, folios, mapped, mapped, world.Resident, world.Resident, 0, damage);
        }

        Run(static (world, cpu) => world.Split(cpu, world.Folios));
        ulong split = world.Resident;
        long process = (long)Arena.ProcessResident();
        Run(static (world, cpu) => world.Optimize(cpu, world.Folios));
        process -= (long)Arena.ProcessResident();
        ulong optimized = world.Resident;
        Run(static (world, cpu) => world.Restore(cpu, world.Folios));
        return new HvoMemoryFigures(BasePage.Size, size, folios, mapped, split, optimized, world.Resident, process, damage);

        void Run(Action<HvoWorld, Cpu> body) => processors.Run(cpu =>
        {
            body(world, cpu);
            for (int folio = 0; folio < folios; folio++)
            {
                damage ??= reader.Damage(cpu, folio);
            }
        });
    }

    /// <summary>The rounds of one measurement: CPU 0 changes the memmap, the others read.</summary>
    private sealed class HvoRun(HvoWorld world, HvoBenchOptions options, CancellationToken cancellation)
    {
        private readonly RoundBarrier _start = new(1 + options.Readers);
        private readonly StructPageReader _reader = new(world);
        private (TimeSpan Wall, TimeSpan Cpu) _optimize = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        private (TimeSpan Wall, TimeSpan Cpu) _restore = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        private long _allocated;
        private long _reads;
        private long _freed;
        private string? _damage;
        private volatile bool _isOver;

        internal void Write(Cpu cpu)
        {
            try
            {
                Action<Cpu, IReadOnlyList<HugetlbFolio>> optimize = world.Optimize;
                Action<Cpu, IReadOnlyList<HugetlbFolio>> restore = world.Restore;
                _start.Wait(cpu);
                long begin = Stopwatch.GetTimestamp();
                for (int round = 0; round < options.Rounds && (round < 2 || Stopwatch.GetElapsedTime(begin) < options.Time) && !cancellation.IsCancellationRequested; round++)
                {
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    _optimize = Best(_optimize, cpu, optimize);
                    _restore = Best(_restore, cpu, restore);
                    _allocated += round == 0 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
                }

                int used = world.Frames.AllocatedFrames;
                world.Optimize(cpu, world.Folios);
                _freed = used - world.Frames.AllocatedFrames;
                world.Restore(cpu, world.Folios);
                for (int folio = 0; folio < world.Folios.Count; folio++)
                {
                    Note(_reader.Damage(cpu, folio));
                }
            }
            finally
            {
                _isOver = true;
            }
        }

        internal void Read(Cpu cpu)
        {
            _start.Wait(cpu);
            var random = new SplitMix(options.Seed + (ulong)cpu.Id);
            long reads = 0;
            try
            {
                // One that gets no processor until the writer is done looks at what that has left.
                do
                {
                    reads += Look(cpu, ref random);
                }
                while (!_isOver);
            }
            catch (BrokenRuleException e)
            {
                // An oops. The others may wait for this CPU's interrupts yet.
                Note(e.Message);
                while (!_isOver)
                {
                    cpu.Poll();
                }
            }

            Interlocked.Add(ref _reads, reads);
        }

        // As often with interrupts off as with interrupts on: who changes the memmap must not rely on interrupting a reader.
        private int Look(Cpu cpu, ref SplitMix random)
        {
            LookOnce(cpu, ref random);
            cpu.LocalIrqSave();
            try
            {
                for (int i = 0; i < options.LooksWithInterruptsOff; i++)
                {
                    LookOnce(cpu, ref random);
                }
            }
            finally
            {
                cpu.LocalIrqRestore();
            }

            return 1 + options.LooksWithInterruptsOff;
        }

        private void LookOnce(Cpu cpu, ref SplitMix random) =>
            Note(_reader.Look(cpu, (int)random.Below((uint)world.Folios.Count), (int)random.Below((uint)world.Size.StructPages)));

        internal HvoFigures Figures() => new(
            BasePage.Size,
            options,
            (double)_freed / options.Batch,
            _optimize.Wall.TotalMicroseconds / options.Batch,
            _restore.Wall.TotalMicroseconds / options.Batch,
            _optimize.Cpu.TotalMicroseconds / options.Batch,
            _restore.Cpu.TotalMicroseconds / options.Batch,
            _allocated,
            _reads,
            _damage);

        private (TimeSpan Wall, TimeSpan Cpu) Best((TimeSpan Wall, TimeSpan Cpu) best, Cpu cpu, Action<Cpu, IReadOnlyList<HugetlbFolio>> body)
        {
            long start = Stopwatch.GetTimestamp();
            TimeSpan began = CpuTime.OfThread();
            body(cpu, world.Folios);
            TimeSpan cpuTime = CpuTime.OfThread() - began;
            TimeSpan wall = Stopwatch.GetElapsedTime(start);
            return (wall < best.Wall ? wall : best.Wall, cpuTime < best.Cpu ? cpuTime : best.Cpu);
        }

        private void Note(string? damage)
        {
            if (damage is not null)
            {
                Interlocked.CompareExchange(ref _damage, damage, null);
            }
        }
    }
}
