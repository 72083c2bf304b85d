using System.Diagnostics;
using Racewalk.Hardware;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;
using Racewalk.Mm.Vmas;
using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Bench;

/// <summary>What some CPUs do at once in a process of real geometry, round after round: what comes before and after in a round is not measured. Each CPU has a VMA of its own.</summary>
internal sealed class WorldBench : IDisposable
{
    private readonly MmWorld _world;
    private readonly Processors _processors;
    private readonly int _cpus;

    /// <summary>A process.</summary>
    /// <param name="cpus">How many CPUs run it.</param>
    /// <param name="options">What it is like; the number of VMAs is that of the CPUs.</param>
    /// <param name="flush">How TLBs are flushed.</param>
    internal WorldBench(int cpus, MmWorldOptions options, FlushKind flush = FlushKind.Interrupt)
    {
        _cpus = cpus;
        _world = new MmWorld(options with { Vmas = cpus });
        _processors = new Processors(new ProcessorOptions(cpus) { Flush = flush }) { Frames = _world.Frames };
        Dontneed = [.. _world.Vmas.Select(static v => new MadviseDontneed(v.Vma, EntryClear.Xchg, new PmdNone(v.Vma, NonePolicy.Trust)))];
    }

    /// <summary>The process.</summary>
    internal MmWorld World => _world;

    /// <summary>MADV_DONTNEED of each CPU's VMA.</summary>
    internal IReadOnlyList<MadviseDontneed> Dontneed { get; }

    /// <summary>The PMD entry where a CPU's VMA begins.</summary>
    internal int PmdOf(Cpu cpu) => _world.Vmas[cpu.Id].FirstPmd;

    /// <summary>Stores to each page under a PMD entry.</summary>
    internal void Populate(Cpu cpu, int pmd)
    {
        for (int page = pmd * MmWorld.PtrsPerTable; page < (pmd + 1) * MmWorld.PtrsPerTable; page++)
        {
            if (_world.Store(cpu, _world.Space.AddressOf(page), (ulong)page) != VmFault.None)
            {
                throw new BrokenRuleException("a store to memory that is mapped or can be failed");
            }
        }
    }

    /// <summary>A huge page for a collapse.</summary>
    internal ulong TakeHugePage(Cpu cpu) => _world.Mm.PageAllocator.TryAllocHugePage(cpu, _world.Mm, zero: false, out ulong pfn)
        ? pfn
        : throw new OutOfFramesException("no huge page left for a collapse");

    /// <summary>The collapse of a CPU's VMA.</summary>
    internal AnonCollapse CollapseOf(int cpu, CollapseLocking locking)
    {
        VmArea vma = _world.Vmas[cpu].Vma;
        return new AnonCollapse(vma, new PmdpCollapseFlush(_world.Mm, CollapseFlushKind.Generic, EntryClear.Xchg), locking);
    }

    /// <summary>Measures.</summary>
    /// <param name="options">For how long.</param>
    /// <param name="before">What each CPU does first.</param>
    /// <param name="measured">What is measured.</param>
    /// <param name="after">What each CPU does then, so that the next round is like this one.</param>
    /// <returns>How long the best round took, in seconds: other guests of the host, and the compiler at first, make others longer.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    internal double BestRound(BenchOptions options, Action<Cpu> before, Action<Cpu> measured, Action<Cpu> after)
    {
        var barrier = new RoundBarrier(_cpus);
        double best = double.MaxValue;
        bool isOver = false;
        long start = Stopwatch.GetTimestamp();
        _processors.Run([.. Enumerable.Repeat<Action<Cpu>>(
            cpu =>
            {
                try
                {
                    while (Round(cpu))
                    {
                    }
                }
                catch
                {
                    barrier.Break();
                    throw;
                }
            },
            _cpus)]);
        options.Cancellation.ThrowIfCancellationRequested();
        return best;

        bool Round(Cpu cpu)
        {
            before(cpu);
            if (!barrier.Wait(cpu))
            {
                return false;
            }

            long began = Stopwatch.GetTimestamp();
            measured(cpu);
            if (!barrier.Wait(cpu))
            {
                return false;
            }

            if (cpu.Id == 0)
            {
                best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalSeconds);
                isOver = options.Cancellation.IsCancellationRequested || Stopwatch.GetElapsedTime(start) >= options.Time;
            }

            after(cpu);
            return barrier.Wait(cpu) && !isOver;
        }
    }

    /// <summary>Runs a task a CPU.</summary>
    internal void Run(params IReadOnlyList<Action<Cpu>> tasks) => _processors.Run(tasks);

    public void Dispose()
    {
        _processors.Dispose();
        _world.Dispose();
    }
}
