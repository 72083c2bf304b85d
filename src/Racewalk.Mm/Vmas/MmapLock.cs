namespace Racewalk.Mm.Vmas;

/// <summary>mmap_lock, with the count that ends the write locks of VMAs (v6.12 include/linux/mmap_lock.h).</summary>
/// <param name="semaphore">The semaphore.</param>
/// <param name="mmLockSeq">The address of <c>mm_lock_seq</c>.</param>
public sealed class MmapLock(RwSemaphore semaphore, ulong mmLockSeq)
{
    /// <summary>The semaphore itself.</summary>
    public RwSemaphore Semaphore => semaphore;

    /// <summary>The address of <c>mm_lock_seq</c>.</summary>
    public ulong MmLockSeq => mmLockSeq;

    /// <summary>mmap_read_lock.</summary>
    public void ReadLock(Cpu cpu) => cpu.DownRead(semaphore);

    /// <summary>mmap_read_unlock.</summary>
    public void ReadUnlock(Cpu cpu) => cpu.UpRead(semaphore);

    /// <summary>mmap_write_lock.</summary>
    public void WriteLock(Cpu cpu) => cpu.DownWrite(semaphore);

    /// <summary>mmap_write_unlock: no VMA is write-locked any more (vma_end_write_all).</summary>
    public void WriteUnlock(Cpu cpu)
    {
        EndWriteAll(cpu);
        cpu.UpWrite(semaphore);
    }

    /// <summary>mmap_write_downgrade: no VMA is write-locked any more, and readers come in.</summary>
    public void WriteDowngrade(Cpu cpu)
    {
        EndWriteAll(cpu);
        cpu.DowngradeWrite(semaphore);
    }

    private void EndWriteAll(Cpu cpu) => cpu.SmpStoreRelease(mmLockSeq, cpu.ReadOnce(mmLockSeq) + 1);
}
