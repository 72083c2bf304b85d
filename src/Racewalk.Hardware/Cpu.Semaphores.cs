namespace Racewalk.Hardware;

/// <content>Reader-writer semaphores (v6.12 kernel/locking/rwsem.c). A CPU that waits spins, as the kernel's optimistic spinners do, and gives its processor away after a while.</content>
public sealed partial class Cpu
{
    /// <summary>down_read.</summary>
    /// <exception cref="BrokenRuleException">The CPU may not sleep here.</exception>
    public void DownRead(RwSemaphore semaphore)
    {
        MustMaySleep(semaphore);
        int spins = 0;
        long since = 0;
        while (!DownReadTrylock(semaphore))
        {
            Relax(ref spins, ref since, semaphore.ClassName);
        }
    }

    /// <summary>down_read_trylock.</summary>
    public bool DownReadTrylock(RwSemaphore semaphore)
    {
        ulong seen = Memory.Read(semaphore.Address);
        while ((seen & RwSemaphore.WriterLocked) == 0)
        {
            ulong before = Interlocked.CompareExchange(ref Memory.At(semaphore.Address), seen + RwSemaphore.ReaderBias, seen);
            if (before == seen)
            {
                return true;
            }

            seen = before;
        }

        return false;
    }

    /// <summary>up_read.</summary>
    public void UpRead(RwSemaphore semaphore) => Interlocked.Add(ref Memory.At(semaphore.Address), unchecked(0 - RwSemaphore.ReaderBias));

    /// <summary>down_write.</summary>
    /// <exception cref="BrokenRuleException">The CPU may not sleep here.</exception>
    public void DownWrite(RwSemaphore semaphore)
    {
        MustMaySleep(semaphore);
        int spins = 0;
        long since = 0;
        while (Memory.Read(semaphore.Address) != 0 || Interlocked.CompareExchange(ref Memory.At(semaphore.Address), RwSemaphore.WriterLocked, 0) != 0)
        {
            Relax(ref spins, ref since, semaphore.ClassName);
        }
    }

    /// <summary>up_write.</summary>
    public void UpWrite(RwSemaphore semaphore) => Interlocked.Add(ref Memory.At(semaphore.Address), unchecked(0 - RwSemaphore.WriterLocked));

    /// <summary>downgrade_write: the writer goes on as a reader.</summary>
    public void DowngradeWrite(RwSemaphore semaphore) => Interlocked.Add(ref Memory.At(semaphore.Address), RwSemaphore.ReaderBias - RwSemaphore.WriterLocked);

    private void MustMaySleep(RwSemaphore semaphore)
    {
        if (IsAtomic)
        {
            Fail($"takes {semaphore.ClassName} where it must not sleep");
        }
    }
}
