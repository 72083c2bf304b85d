using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hvo.Arm64;

/// <summary>How a lock is taken, where interrupts may be.</summary>
public enum LockForm
{
    /// <summary>spin_lock.</summary>
    Plain,

    /// <summary>spin_lock_irq, spin_unlock_irq.</summary>
    Irq,

    /// <summary>spin_lock_irqsave, spin_unlock_irqrestore.</summary>
    IrqSave,
}

/// <summary>
/// Strategies A and A': break-before-make under a lock, and a fault handler that waits for it by taking the lock itself (vmemmap_update_pte, vmemmap_handle_page_fault;
/// Nanyong Sun, 20240113094436.2506396, v3, not merged).
/// </summary>
/// <param name="vmemmap">The memmap.</param>
/// <param name="spinlock">The lock: init_mm.page_table_lock (A), or one of its own (A').</param>
/// <param name="writer">How the writer takes it.</param>
/// <param name="handler">How the fault handler takes it.</param>
public sealed class FaultHandlerUpdate(Vmemmap vmemmap, Spinlock spinlock, LockForm writer, LockForm handler) : VmemmapUpdate(vmemmap)
{
    /// <summary>Shown as 1: the fault handler has waited, and the access is tried again.</summary>
    public const string Waited = "fault-waited";

    /// <inheritdoc/>
    public override void Update(Cpu cpu, IReadOnlyList<EntryUpdate> entries, Action<Cpu>? between = null)
    {
        for (int i = 0; i < entries.Count; i++)
        {
            EntryUpdate entry = entries[i];
            cpu.Step(UpdateSteps.Lock);
            Lock(cpu, writer);
            Break(cpu, entry);
            between?.Invoke(cpu);
            Make(cpu, entry);
            Unlock(cpu, writer);
        }
    }

    /// <summary>vmemmap_handle_page_fault: of translation faults of level 2 or 3 only (vmemmap_fault_may_fixup).</summary>
    /// <inheritdoc/>
    public override bool HandleFault(Cpu cpu, PageFault fault)
    {
        if (fault.Class != FaultClass.Translation)
        {
            return false;
        }

        bool locks = cpu.Step(UpdateSteps.FaultLock);
        if (locks)
        {
            Lock(cpu, handler);
        }

        bool isHealthy = IsHealthy(cpu, fault.Page);
        if (locks)
        {
            Unlock(cpu, handler);
        }

        if (isHealthy)
        {
            cpu.Observe(Waited, 1);
        }

        return isHealthy;
    }

    // vmemmap_addr_healthy: a table, and a page below it; a block is none.
    private bool IsHealthy(Cpu cpu, int page)
    {
        cpu.Step(UpdateSteps.Healthy);
        Word pmd = cpu.ReadOnce(Vmemmap.PmdOffset(page));
        if ((pmd & (PageTableEntry.Present | PageTableEntry.Table)) != (PageTableEntry.Present | PageTableEntry.Table))
        {
            return false;
        }

        if (PageTableEntry.IsPresent(cpu.ReadOnce(Vmemmap.PteOffset(pmd, page))))
        {
            return true;
        }

        return false;
    }

    private void Lock(Cpu cpu, LockForm form)
    {
        switch (form)
        {
            case LockForm.Irq:
                cpu.SpinLockIrq(spinlock);
                break;
            case LockForm.IrqSave:
                cpu.SpinLockIrqSave(spinlock);
                break;
            default:
                cpu.SpinLock(spinlock);
                break;
        }
    }

    private void Unlock(Cpu cpu, LockForm form)
    {
        switch (form)
        {
            case LockForm.Irq:
                cpu.SpinUnlockIrq(spinlock);
                break;
            case LockForm.IrqSave:
                cpu.SpinUnlockIrqRestore(spinlock);
                break;
            default:
                cpu.SpinUnlock(spinlock);
                break;
        }
    }
}
