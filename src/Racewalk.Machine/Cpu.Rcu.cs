using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Machine;

/// <content>
/// RCU (v6.12 include/linux/rcupdate.h). Read-side sections are those of rcu_read_lock; that interrupts are off is none here. How a grace period and a
/// section are ordered is decided when an execution is complete, see docs/engine.md.
/// </content>
public sealed partial class Cpu
{
    private int _rcuDepth;

    /// <summary>rcu_read_lock. Sections nest; the outermost counts.</summary>
    public void RcuReadLock()
    {
        if (_rcuDepth++ == 0)
        {
            // An interrupt that comes before the section is not in it, and a grace period may lie between.
            Poll();
            _context.Fence(FenceKind.RcuLock);
        }
    }

    /// <summary>rcu_read_unlock.</summary>
    public void RcuReadUnlock()
    {
        if (_rcuDepth == 0)
        {
            _context.Fail(ViolationKind.Discipline, $"CPU {Id} ends an RCU read-side section that it is not in");
        }

        if (--_rcuDepth == 0)
        {
            _context.Fence(FenceKind.RcuUnlock);
        }
    }

    /// <summary>rcu_dereference: an address that was read orders what is read through it.</summary>
    public Word RcuDereference(Word address) => ReadOnce(address);

    /// <summary>rcu_assign_pointer.</summary>
    public void RcuAssignPointer(Word address, Word value) => SmpStoreRelease(address, value);

    /// <summary>synchronize_rcu: waits until every section that had begun has ended; a full barrier besides.</summary>
    public void SynchronizeRcu()
    {
        if (_rcuDepth != 0)
        {
            _context.Fail(ViolationKind.SelfDeadlock, $"CPU {Id} waits for a grace period in an RCU read-side section of its own");
        }

        if (IrqsDisabled || _held.Count != 0)
        {
            _context.Fail(ViolationKind.Discipline, $"CPU {Id} waits for a grace period where it must not sleep");
        }

        _context.Fence(FenceKind.SyncRcu);
    }
}
