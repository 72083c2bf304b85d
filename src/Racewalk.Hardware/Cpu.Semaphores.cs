namespace Racewalk.Hardware;

/// <content>
/// Reader-writer semaphores (v6.12 kernel/locking/rwsem.c). A CPU that waits spins, as the kernel's optimistic spinners do, and gives its processor away after a while. A writer that has waited for some
/// time keeps new readers out, as otherwise there may always be one.
/// </content>
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
        while ((seen & (RwSemaphore.WriterLocked | RwSemaphore.Handoff)) == 0)
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
        ref ulong word = ref Memory.At(semaphore.Address);
        int spins = 0;
        long since = 0;
        ulong seen;

        // Whoever gets it clears the mark; another writer that waits sets it again.
        while (((seen = Volatile.Read(ref word)) & ~RwSemaphore.Handoff) != 0 || Interlocked.CompareExchange(ref word, RwSemaphore.WriterLocked, seen) != seen)
        {
            Relax(ref spins, ref since, semaphore.ClassName);
            if (spins > SpinsBeforeYield && (Volatile.Read(ref word) & RwSemaphore.Handoff) == 0)
            {
                Interlocked.Or(ref word, RwSemaphore.Handoff);
            }
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
