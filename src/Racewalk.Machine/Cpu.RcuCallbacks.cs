using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Machine;

/// <content>
/// RCU callbacks (v6.12 kernel/rcu/tree.c). Each head has a thread behind the CPUs' that has nothing to do but this: queueing sends to it, and what it runs then
/// waits for a grace period first. So an execution is complete whether a callback was queued or not, and one that was queued has run.
/// </content>
public sealed partial class Cpu
{
    /// <summary>
    /// call_rcu. What comes before it is ordered before the callback (Documentation/RCU/Design/Memory-Ordering/Tree-RCU-Memory-Ordering.rst). Each callback has
    /// a grace period to itself: one that several share lies within those of all, so sharing has no outcome that this has not.
    /// </summary>
    /// <param name="head">The head, one of <see cref="CheckedMachine.RcuHeads"/>; a head that is queued must not be queued again.</param>
    /// <param name="argument">What the callback is told, not 0: in the kernel it comes from container_of.</param>
    /// <exception cref="InvalidOperationException">The machine has no grace periods, or not this head.</exception>
    public void CallRcu(RcuHead head, Word argument)
    {
        NeedGracePeriods();
        int index = _machine.IndexOf(head);
        SwitchPoint();
        _lowering.Store(_context, head.Address, argument);
        _context.Send(_machine.Cpus + index, _machine.Functions.Count + index);
    }

    /// <summary>rcu_barrier: waits for the callbacks that were queued before; a full barrier besides.</summary>
    /// <exception cref="InvalidOperationException">The machine has no grace periods.</exception>
    public void RcuBarrier()
    {
        MayWaitForGracePeriod();
        _lowering.Mb(_context);
        foreach (RcuHead head in _machine.RcuHeads)
        {
            WaitFor(head.Address, AwaitKind.Equal, 0, ulong.MaxValue, isAcquire: true, "rcu_barrier", head.Name, canSleep: true);
        }

        _lowering.Mb(_context);
    }

    /// <summary>rcu_do_batch of one callback, which runs with bottom halves off: a section itself.</summary>
    internal void RunCallback(RcuHead head)
    {
        Word argument = _context.Await(head.Address, AwaitKind.NotEqual, 0);
        _context.Fence(FenceKind.SyncRcu);
        BeginReadSide();
        head.Callback(this, argument);
        FinishInterrupt($"the callback of {head.Name}");
        _lowering.StoreRelease(_context, head.Address, 0);
        EndReadSide();
    }
}
