namespace Racewalk.Hardware;

/// <content>
/// RCU (v6.12 kernel/rcu). A reader stores to a word of its own and orders nothing; whoever waits for a grace period makes every thread of the process order its accesses
/// (membarrier(2), .NET's MemoryBarrierProcessWide) and then waits for those that are in a section.
/// </content>
public sealed partial class Cpu
{
    /// <summary>rcu_dereference.</summary>
    public ulong RcuDereference(ulong address) => ReadOnce(address);

    /// <summary>rcu_assign_pointer.</summary>
    public void RcuAssignPointer(ulong address, ulong value) => SmpStoreRelease(address, value);

    /// <summary>synchronize_rcu: waits until every section that had begun has ended; a full barrier besides.</summary>
    /// <exception cref="BrokenRuleException">The CPU is in a section itself.</exception>
    public void SynchronizeRcu()
    {
        if (_sections != 0)
        {
            Fail("waits for a grace period in a read-side section of its own");
        }

        Interlocked.MemoryBarrierProcessWide();
        foreach (CpuState other in _machine.States)
        {
            ulong seen = Volatile.Read(ref other.ReadSide);
            int spins = 0;
            long since = 0;
            while ((seen & 1) != 0 && Volatile.Read(ref other.ReadSide) == seen)
            {
                Relax(ref spins, ref since, "synchronize_rcu");
            }
        }

        Interlocked.MemoryBarrierProcessWide();
    }

    /// <summary>call_rcu: the callback runs on a thread of its own after a grace period.</summary>
    /// <param name="head">The head; it must not be queued already.</param>
    /// <param name="argument">What the callback is told, not 0.</param>
    public void CallRcu(RcuHead head, ulong argument)
    {
        if (Interlocked.Exchange(ref Memory.At(head.Address), argument) != 0)
        {
            Fail($"{head.Name} is queued twice");
        }

        _machine.Callbacks.Enqueue(head);
    }

    /// <summary>rcu_barrier: waits for the callbacks that were queued before.</summary>
    public void RcuBarrier()
    {
        int spins = 0;
        long since = 0;
        RcuCallbacks callbacks = _machine.Callbacks;
        for (long queued = callbacks.Queued; callbacks.Done < queued;)
        {
            Relax(ref spins, ref since, "rcu_barrier");
        }
    }

    /// <summary>rcu_do_batch of one callback.</summary>
    internal void RunCallback(RcuHead head)
    {
        ulong argument = Memory.Read(head.Address);
        Memory.Write(head.Address, 0);
        PreemptDisable();
        head.Callback(this, argument);
        PreemptEnable();
    }
}
