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

    /// <summary>Step: find the VMA (mas_walk, in rcu_read_lock).</summary>
    public const string Lookup = "vma-lookup";

    /// <summary>Step: is the VMA no longer one of the address space?</summary>
    public const string DetachedCheck = "vma-detached-check";

    /// <summary>VM_WRITE in <c>vm_flags</c>: stores are allowed.</summary>
    public const ulong Write = 2;

    /// <summary>VM_NOHUGEPAGE in <c>vm_flags</c>: no huge pages.</summary>
    public const ulong NoHugePage = 0x4000_0000;

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

    /// <summary>The address of the entry of mm_mt that leads to it, 0 after it was unmapped; 0 where it stays.</summary>
    public ulong TreeEntry { get; init; }

    /// <summary>The address of <c>detached</c>; 0 where it stays.</summary>
    public ulong Detached { get; init; }

    /// <summary>The address of the link by which rmap finds it (anon_vma_chain), 0 after it was unmapped; 0 where it stays.</summary>
    public ulong AnonVmaChain { get; init; }

    /// <summary>Whether rmap finds it. Under the anon_vma's lock.</summary>
    public bool IsInRmap(Cpu cpu) => AnonVmaChain == 0 || (cpu.ReadOnce(AnonVmaChain) != 0 ? true : false);

    /// <summary>unlink_anon_vmas (v6.12 mm/rmap.c). The anon_vma's lock is held for writing.</summary>
    public void UnlinkAnonVma(Cpu cpu)
    {
        if (AnonVmaChain != 0)
        {
            cpu.WriteOnce(AnonVmaChain, 0);
        }
    }

    /// <summary>find_vma, vma_lookup: whether it is one of the address space. Under mmap_lock.</summary>
    public bool IsFound(Cpu cpu) => TreeEntry == 0 || (cpu.ReadOnce(TreeEntry) != 0 ? true : false);

    /// <summary>hugepage_vma_revalidate (v6.12 mm/khugepaged.c): whether it is there, and may have huge pages. Under mmap_lock.</summary>
    public bool MayHaveHugePages(Cpu cpu) => IsFound(cpu) && (cpu.ReadOnce(VmFlags) & NoHugePage) == 0 ? true : false;

    /// <summary>lock_vma_under_rcu (v6.12 mm/memory.c). The VMA's own memory is freed after a grace period, which is left out.</summary>
    /// <returns>Whether the VMA is there and read-locked; if not, the caller takes mmap_lock.</returns>
    public bool LockUnderRcu(Cpu cpu)
    {
        if (TreeEntry == 0)
        {
            return StartRead(cpu);
        }

        cpu.Step(Lookup);
        if (!IsFound(cpu) || !StartRead(cpu))
        {
            return false;
        }

        if (cpu.Step(DetachedCheck) && cpu.ReadOnce(Detached) != 0)
        {
            EndRead(cpu);
            return false;
        }

        return true;
    }

    /// <summary>vma_mark_detached, and the removal from mm_mt (vms_gather_munmap_vmas, v6.12 mm/vma.c). The VMA is write-locked.</summary>
    public void Detach(Cpu cpu)
    {
        cpu.WriteOnce(Detached, 1);
        cpu.WriteOnce(TreeEntry, 0);
    }

    /// <summary>mmap at the same place, once it was unmapped (vma_link, v6.12 mm/vma.c). mmap_lock is held for writing.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="flags">Its <c>vm_flags</c>.</param>
    public void Link(Cpu cpu, ulong flags)
    {
        cpu.WriteOnce(VmFlags, flags);
        cpu.WriteOnce(Detached, 0);
        cpu.WriteOnce(AnonVmaChain, 1);
        cpu.WriteOnce(TreeEntry, 1);
    }

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
