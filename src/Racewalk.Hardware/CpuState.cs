using System.Runtime.InteropServices;

namespace Racewalk.Hardware;

/// <summary>
/// What other CPUs see of one: five words, each on a cache line of its own. The reader's side of RCU, of TLB invalidations and of interrupts is a plain store to one of them; whoever
/// waits for a CPU pays for the barrier (membarrier).
/// </summary>
internal sealed unsafe class CpuState : IDisposable
{
    private const int Line = 128;

    private void* _memory;

    internal CpuState()
    {
        _memory = NativeMemory.AlignedAlloc(5 * Line, Line);
        NativeMemory.Clear(_memory, 5 * Line);
    }

    ~CpuState() => Dispose();

    /// <summary>Where <see cref="ReadSide"/> is: for its own CPU, which stores to it at each section.</summary>
    internal ulong* ReadSideAddress => (ulong*)_memory;

    /// <summary>Where <see cref="Pending"/> is: for its own CPU, which looks at it at each interrupt point.</summary>
    internal ulong* PendingAddress => (ulong*)((byte*)_memory + (2 * Line));

    /// <summary>Odd in a read-side section of RCU: rcu_read_lock, interrupts off, preemption off. Grows.</summary>
    internal ref ulong ReadSide => ref Word(0);

    /// <summary>Odd while an access goes through the TLB. Grows.</summary>
    internal ref ulong Access => ref Word(1);

    /// <summary>The CPUs whose call it has not taken yet, as a mask.</summary>
    internal ref ulong Pending => ref Word(2);

    /// <summary>One of <see cref="Parked"/>, <see cref="Running"/> and <see cref="Served"/>.</summary>
    internal ref ulong Activity => ref Word(3);

    /// <summary>How many CPUs have not yet run the function that this one has called.</summary>
    internal ref ulong Outstanding => ref Word(4);

    /// <summary>No thread runs on it: whoever interrupts it runs the function in its place.</summary>
    internal const ulong Parked = 0;

    /// <summary>A thread runs on it.</summary>
    internal const ulong Running = 1;

    /// <summary>No thread runs on it, and another CPU does its interrupts.</summary>
    internal const ulong Served = 2;

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        GC.SuppressFinalize(this);
    }

    private ref ulong Word(int line) => ref *(ulong*)((byte*)_memory + (line * Line));
}
