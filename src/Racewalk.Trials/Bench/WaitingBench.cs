using System.Diagnostics;
using Racewalk.Hardware;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Vmas;
using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Bench;

/// <summary>Who waits for a collapse.</summary>
internal enum Waiter
{
    /// <summary>Whoever takes the PMD lock: page-table locks come after it.</summary>
    PmdLock,

    /// <summary>A page fault in the same VMA, under the PMD entry beside.</summary>
    Fault,

    /// <summary>Whoever takes mmap_lock for reading.</summary>
    MmapRead,

    /// <summary>Whoever takes mmap_lock for writing, such as mmap and munmap.</summary>
    MmapWrite,
}

/// <summary>One collapse, and who waited for it.</summary>
/// <param name="Collapse">How long it took, in seconds.</param>
/// <param name="LongestWait">The longest that the other took for what he does, during the collapse, in seconds.</param>
internal readonly record struct CollapseWait(double Collapse, double LongestWait);

/// <summary>A CPU collapses again and again, another does one thing over and over meanwhile.</summary>
internal sealed class WaitingBench : IDisposable
{
    private const int Warmups = 3;
    private const int LeastCollapses = 5;

    private readonly WorldBench _bench;
    private readonly AnonCollapse _collapse;
    private readonly Waiter _waiter;
    private int _collapsing;
    private int _faults;

    /// <summary>The process: one VMA of two PMD entries.</summary>
    internal WaitingBench(CollapseLocking locking, Waiter waiter)
    {
        var options = new MmWorldOptions { PmdsPerVma = 2, Fault = new FaultOptions(PerVmaLock: true, HugePages: false), Frames = 8 * MmWorld.PtrsPerTable };
        _bench = new WorldBench(2, options);
        _collapse = _bench.CollapseOf(0, locking);
        _waiter = waiter;
    }

    /// <summary>What a waiter does.</summary>
    internal static string NameOf(Waiter waiter) => waiter switch
    {
        Waiter.PmdLock => "PMD lock",
        Waiter.Fault => "page fault beside",
        Waiter.MmapRead => "mmap_lock, reading",
        _ => "mmap_lock, writing",
    };

    /// <summary>Measures: at least <see cref="LeastCollapses"/> collapses.</summary>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    internal IReadOnlyList<CollapseWait> Measure(BenchOptions options)
    {
        var barrier = new RoundBarrier(2);
        List<CollapseWait> waits = [];
        double collapse = 0;
        double longest = 0;
        bool isOver = false;
        long start = Stopwatch.GetTimestamp();
        _bench.Run(
            cpu => UntilOver(cpu, () => collapse = Collapse(cpu), () =>
            {
                waits.Add(new CollapseWait(collapse, longest));
                isOver = options.Cancellation.IsCancellationRequested || (waits.Count >= Warmups + LeastCollapses && Stopwatch.GetElapsedTime(start) >= options.Time);
            }),
            cpu => UntilOver(cpu, () => longest = LongestWait(cpu), static () => { }));
        options.Cancellation.ThrowIfCancellationRequested();

        // The first ones are the compiler's.
        return waits[Warmups..];

        void UntilOver(Cpu cpu, Action round, Action afterwards)
        {
            try
            {
                Prepare(cpu);
                while (barrier.Wait(cpu))
                {
                    round();
                    if (!barrier.Wait(cpu))
                    {
                        return;
                    }

                    afterwards();
                    Undo(cpu);
                    if (!barrier.Wait(cpu) || isOver)
                    {
                        return;
                    }

                    Prepare(cpu);
                }
            }
            catch
            {
                barrier.Break();
                throw;
            }
        }
    }

    public void Dispose() => _bench.Dispose();

    private void Prepare(Cpu cpu)
    {
        if (cpu.Id == 0)
        {
            _bench.Populate(cpu, 0);
            Volatile.Write(ref _collapsing, 1);
        }
    }

    private void Undo(Cpu cpu)
    {
        if (cpu.Id == 0)
        {
            _bench.Dontneed[0].Zap(cpu, 0);
        }
        else if (_waiter == Waiter.Fault)
        {
            _bench.Dontneed[0].Zap(cpu, 1);
            _faults = 0;
        }
    }

    private double Collapse(Cpu cpu)
    {
        ulong huge = _bench.TakeHugePage(cpu);
        long began = Stopwatch.GetTimestamp();
        CollapseText.MustSucceed(_collapse.CollapseHugePage(cpu, 0, huge));
        double took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Volatile.Write(ref _collapsing, 0);
        return took;
    }

    private double LongestWait(Cpu cpu)
    {
        long longest = 0;
        do
        {
            long began = Stopwatch.GetTimestamp();
            Act(cpu);
            longest = Math.Max(longest, Stopwatch.GetTimestamp() - began);
            cpu.Poll();
        }
        while (Volatile.Read(ref _collapsing) != 0);
        return (double)longest / Stopwatch.Frequency;
    }

    private void Act(Cpu cpu)
    {
        PageTableLocks locks = _bench.World.Parent.Locks;
        MmapLock mmapLock = _bench.World.Parent.MmapLock;
        switch (_waiter)
        {
            case Waiter.PmdLock:
                cpu.SpinLock(locks.Pmd);
                cpu.SpinUnlock(locks.Pmd);
                break;
            case Waiter.Fault:
                Fault(cpu);
                break;
            case Waiter.MmapRead:
                mmapLock.ReadLock(cpu);
                mmapLock.ReadUnlock(cpu);
                break;
            default:
                mmapLock.WriteLock(cpu);
                mmapLock.WriteUnlock(cpu);
                break;
        }
    }

    // The handler itself: what the access costs besides is no wait.
    private void Fault(Cpu cpu)
    {
        int page = _faults++ % MmWorld.PtrsPerTable;
        _bench.World.Vmas[0].Fault.Handle(cpu, 1, page, isStore: true);
    }
}
