using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Vmas;

/// <summary>A private anonymous VMA that covers what one PMD entry maps, with the locks of it and of its address space (struct vm_area_struct, v6.12 include/linux/mm_types.h).</summary>
public sealed class VmArea
{
    /// <summary>Step: is the VMA write-locked?</summary>
    public const string ReadCheck = "vma-start-read-check";

    /// <summary>Step: down_read_trylock of its lock.</summary>
    public const string ReadTrylock = "vma-start-read-trylock";

    /// <summary>Step: is it write-locked now?</summary>
    public const string ReadRecheck = "vma-start-read-recheck";

    /// <summary>VM_WRITE in <c>vm_flags</c>: stores are allowed.</summary>
    public const ulong Write = 2;

    /// <summary>Its address space.</summary>
    public required MmStruct Mm { get; init; }

    /// <summary>The lock of all VMAs.</summary>
    public required MmapLock MmapLock { get; init; }

    /// <summary>The locks of its page tables.</summary>
    public required PageTableLocks Locks { get; init; }

    /// <summary>vma-&gt;vm_lock-&gt;lock.</summary>
    public required RwSemaphore VmLock { get; init; }

    /// <summary>The address of <c>vm_lock_seq</c>: as <c>mm_lock_seq</c> while the VMA is write-locked.</summary>
    public required ulong VmLockSeq { get; init; }

    /// <summary>The address of <c>vm_flags</c>.</summary>
    public required ulong VmFlags { get; init; }

    /// <summary>anon_vma-&gt;root-&gt;rwsem.</summary>
    public required RwSemaphore AnonVma { get; init; }

    /// <summary>The frame of the zero page (my_zero_pfn).</summary>
    public required ulong ZeroPfn { get; init; }

    /// <summary>vma_start_read (v6.12 include/linux/mm.h).</summary>
    /// <returns>Whether the VMA is read-locked; if not, the caller takes mmap_lock.</returns>
    public bool StartRead(Cpu cpu)
    {
        if (cpu.Step(ReadCheck) && cpu.ReadOnce(VmLockSeq) == cpu.ReadOnce(MmapLock.MmLockSeq))
        {
            return false;
        }

        cpu.Step(ReadTrylock);
        if (!cpu.DownReadTrylock(VmLock))
        {
            return false;
        }

        // Write-locked before we had the lock: it stays that until mmap_lock is given back.
        if (cpu.Step(ReadRecheck) && cpu.ReadOnce(VmLockSeq) == cpu.SmpLoadAcquire(MmapLock.MmLockSeq))
        {
            cpu.UpRead(VmLock);
            return false;
        }

        return true;
    }

    /// <summary>vma_end_read.</summary>
    public void EndRead(Cpu cpu) => cpu.UpRead(VmLock);

    /// <summary>vma_start_write: waits for those that have it read-locked, and keeps others from it until mmap_write_unlock. Under mmap_lock for writing.</summary>
    public void StartWrite(Cpu cpu)
    {
        Word sequence = cpu.ReadOnce(MmapLock.MmLockSeq);
        if (cpu.ReadOnce(VmLockSeq) == sequence)
        {
            return;
        }

        cpu.DownWrite(VmLock);
        cpu.WriteOnce(VmLockSeq, sequence);
        cpu.UpWrite(VmLock);
    }

    /// <summary>Whether <c>vm_flags</c> allows stores.</summary>
    public Flag MayWrite(Cpu cpu) => (cpu.ReadOnce(VmFlags) & Write) != 0;
}
