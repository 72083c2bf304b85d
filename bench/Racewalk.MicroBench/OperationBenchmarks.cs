using BenchmarkDotNet.Attributes;
using Racewalk.Hardware;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;
using Racewalk.Mm.Vmas;
using Racewalk.Trials.Worlds;

namespace Racewalk.MicroBench;

/// <summary>What single operations cost on one CPU. Not sealed: BenchmarkDotNet derives from it.</summary>
[MemoryDiagnoser]
public class OperationBenchmarks
{
    private const int Pages = 64;

    private readonly MmWorld _world = new(new MmWorldOptions());
    private readonly Processors _processors = new(new ProcessorOptions(1));
    private readonly GupFast _gup;
    private readonly MadviseDontneed _dontneed;
    private Cpu _cpu = null!;

    /// <summary>A process with one page mapped.</summary>
    public OperationBenchmarks()
    {
        _processors.Frames = _world.Frames;
        _gup = new GupFast(_world.Mm, new GupOptions(Pin: true, Write: true));
        VmArea vma = _world.Vmas[0].Vma;
        _dontneed = new MadviseDontneed(vma, EntryClear.Xchg, new PmdNone(vma, NonePolicy.Trust));
    }

    /// <summary>From here on the benchmark's thread is the CPU's.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _processors.Run(cpu => _cpu = cpu);
        _world.Store(_cpu, _world.Space.AddressOf(0), 1);
    }

    /// <summary>pin_user_pages_fast and unpin.</summary>
    [Benchmark]
    public bool Pin()
    {
        bool isPinned = _gup.TryGetPage(_cpu, 0, 0, out ulong page, out _);
        return isPinned && !PageReference.FolioPutRefs(_cpu, _world.Mm, page, StructPage.PinBias);
    }

    /// <summary>spin_lock and spin_unlock that nobody else wants.</summary>
    [Benchmark]
    public void LockUnlock()
    {
        _cpu.SpinLock(_world.Parent.Locks.Pmd);
        _cpu.SpinUnlock(_world.Parent.Locks.Pmd);
    }

    /// <summary>A load by a translation that the TLB has.</summary>
    [Benchmark]
    public ulong TlbHit()
    {
        _world.Load(_cpu, _world.Space.AddressOf(0), out ulong value);
        return value;
    }

    /// <summary>A load behind a local flush: a walk of two levels.</summary>
    [Benchmark]
    public ulong Walk()
    {
        _cpu.LocalFlushTlbRange(_world.Space, 0, 1);
        _world.Load(_cpu, _world.Space.AddressOf(0), out ulong value);
        return value;
    }

    /// <summary>flush_tlb_page where no other CPU runs the process.</summary>
    [Benchmark]
    public void Flush() => _world.Mm.FlushPte(_cpu, 0, 0);

    /// <summary>A page fault of a store, and its share of the MADV_DONTNEED that makes room again.</summary>
    [Benchmark(OperationsPerInvoke = Pages)]
    public void FaultAndZap()
    {
        int first = MmWorld.PtrsPerTable;
        for (int page = first; page < first + Pages; page++)
        {
            _world.Store(_cpu, _world.Space.AddressOf(page), 1);
        }

        _dontneed.Zap(_cpu, 1);
    }

    /// <summary>Gives the memory back.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _processors.Dispose();
        _world.Dispose();
    }
}
