using System.Runtime.InteropServices;

namespace Racewalk.Hardware;

/// <summary>
/// The queue nodes of all CPUs (struct qnode, v6.12 kernel/locking/qspinlock.c): four a CPU, as a task, a softirq, an interrupt and an NMI may each wait for one lock. A node is a cache
/// line: who waits next, and whether the owner still has to wait.
/// </summary>
internal sealed unsafe class QueueNodes : IDisposable
{
    internal const int PerCpu = 4;
    private const int Line = 64;

    private void* _memory;

    internal QueueNodes(int cpus)
    {
        nuint size = (nuint)(cpus * PerCpu * Line);
        _memory = NativeMemory.AlignedAlloc(size, Line);
        NativeMemory.Clear(_memory, size);
    }

    ~QueueNodes() => Dispose();

    /// <summary>The number of the node that waits behind one, from 1; 0 for none.</summary>
    internal ref ulong Next(ulong number) => ref *(ulong*)At(number);

    /// <summary>1 while the owner of a node is not at the head of the queue.</summary>
    internal ref ulong Waits(ulong number) => ref *(ulong*)(At(number) + 8);

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        GC.SuppressFinalize(this);
    }

    private byte* At(ulong number) => (byte*)_memory + ((number - 1) * Line);
}
