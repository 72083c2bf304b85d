namespace Racewalk.Mm.Memory;

/// <summary>How PTEs are read and written (v6.12 include/linux/pgtable.h): more than one access where an entry is more than one word, or one of a set.</summary>
public abstract class PtepAccess
{
    /// <summary>ptep_get: for callers that hold the page-table lock.</summary>
    public abstract Word Get(Cpu cpu, Word ptep);

    /// <summary>ptep_get_lockless.</summary>
    public abstract Word GetLockless(Cpu cpu, Word ptep);

    /// <summary>set_pte_at.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="mm">The address space.</param>
    /// <param name="page">The page.</param>
    /// <param name="ptep">Where its entry is.</param>
    /// <param name="pte">The new entry.</param>
    public abstract void Set(Cpu cpu, MmStruct mm, int page, Word ptep, Word pte);

    /// <summary>ptep_get_and_clear.</summary>
    /// <inheritdoc cref="Set"/>
    /// <returns>The entry as it was.</returns>
    public abstract Word GetAndClear(Cpu cpu, MmStruct mm, int page, Word ptep);
}
