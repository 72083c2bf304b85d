using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Machine;

/// <content>
/// RCU (v6.12 include/linux/rcupdate.h). How a grace period and a section are ordered is decided when an execution is complete, see docs/engine.md.
/// </content>
/// <remarks>
/// Read-side sections are rcu_read_lock's and, since v4.20 made the flavours one (Documentation/RCU/whatisRCU.rst, "Unified flavours"), everything that keeps a
/// CPU from a quiescent state: interrupts off, preemption off, handlers. Whatever overlaps on a CPU is one section. LKMM knows rcu_read_lock alone; there the
/// others are told to it as such, which is what the kernel promises. A kernel without preemption, in which all that does not schedule is a section, is not modelled:
/// what holds here holds there, but that a grace period may never end because of code that waits without sleeping.
/// </remarks>
public sealed partial class Cpu
{
    private int _rcuDepth;
    private int _readSideDepth;

    /// <summary>rcu_read_lock. Sections nest; the outermost counts.</summary>
    public void RcuReadLock()
    {
        if (_machine.HasGracePeriods && _readSideDepth == 0)
        {
            // An interrupt that comes before the section is not in it, and a grace period may lie between.
            Poll();
        }

        _rcuDepth++;
        BeginReadSide();
    }

    /// <summary>rcu_read_unlock.</summary>
    public void RcuReadUnlock()
    {
        if (_rcuDepth == 0)
        {
            _context.Fail(ViolationKind.Discipline, $"CPU {Id} ends an RCU read-side section that it is not in");
        }

        _rcuDepth--;
        EndReadSide();
    }

    /// <summary>rcu_dereference: an address that was read orders what is read through it.</summary>
    public Word RcuDereference(Word address) => ReadOnce(address);

    /// <summary>rcu_assign_pointer.</summary>
    public void RcuAssignPointer(Word address, Word value) => SmpStoreRelease(address, value);

    /// <summary>synchronize_rcu: waits until every section that had begun has ended; a full barrier besides.</summary>
    /// <exception cref="InvalidOperationException">The machine has no grace periods.</exception>
    public void SynchronizeRcu()
    {
        MayWaitForGracePeriod();
        // The CPU takes interrupts while the task sleeps.
        Poll();
        _context.Fence(FenceKind.SyncRcu);
        _polled = false;
    }

    private void MayWaitForGracePeriod()
    {
        NeedGracePeriods();
        if (_rcuDepth != 0)
        {
            _context.Fail(ViolationKind.SelfDeadlock, $"CPU {Id} waits for a grace period in an RCU read-side section of its own");
        }

        MustNotBeAtomic("waits for a grace period", mayBeReader: true);
    }

    private void NeedGracePeriods()
    {
        if (!_machine.HasGracePeriods)
        {
            throw new InvalidOperationException(
                $"the machine ({_machine.Architecture.Name}) has no grace periods: set {nameof(CheckedMachine.HasGracePeriods)}, so that its read-side sections are known");
        }
    }

    // Without grace periods nobody asks for sections, and executions stay as short as they were.
    private void BeginReadSide()
    {
        if (_machine.HasGracePeriods && _readSideDepth++ == 0)
        {
            _context.Fence(FenceKind.RcuLock);
        }
    }

    private void EndReadSide()
    {
        if (_machine.HasGracePeriods && --_readSideDepth == 0)
        {
            _context.Fence(FenceKind.RcuUnlock);
        }
    }
}
