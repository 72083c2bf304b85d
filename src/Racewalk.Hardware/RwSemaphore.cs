namespace Racewalk.Hardware;

/// <summary>A reader-writer semaphore (v6.12 include/linux/rwsem.h): one word, in which a writer has a bit and each reader is counted.</summary>
/// <param name="Address">Where it lies.</param>
/// <param name="ClassName">Its lock class.</param>
public sealed record RwSemaphore(ulong Address, string ClassName)
{
    /// <summary>A writer has it (RWSEM_WRITER_LOCKED, v6.12 kernel/locking/rwsem.c).</summary>
    public const ulong WriterLocked = 1;

    /// <summary>A writer has waited long enough: no reader comes in before it (RWSEM_FLAG_HANDOFF).</summary>
    public const ulong Handoff = 4;

    /// <summary>What each reader adds (RWSEM_READER_BIAS).</summary>
    public const ulong ReaderBias = 256;
}
