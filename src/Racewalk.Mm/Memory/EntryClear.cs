namespace Racewalk.Mm.Memory;

/// <summary>How an entry is cleared when its old value is wanted, too.</summary>
public enum EntryClear
{
    /// <summary>A fully ordered exchange: x86 (native_ptep_get_and_clear, native_pmdp_get_and_clear; v6.12 arch/x86/include/asm/pgtable_64.h).</summary>
    Xchg,

    /// <summary>A relaxed exchange: arm64 (__ptep_get_and_clear, v6.12 arch/arm64/include/asm/pgtable.h), ppc64's PTEs (radix__pte_update).</summary>
    XchgRelaxed,

    /// <summary>A load, then a store (pmd_clear): ppc64's PMDs, under the PMD lock.</summary>
    Plain,
}

/// <summary>Clears entries.</summary>
public static class EntryClearing
{
    /// <summary>ptep_get_and_clear, pmdp_huge_get_and_clear: makes an entry none and returns what it was.</summary>
    public static Word GetAndClear(this EntryClear clear, Cpu cpu, Word entry) => clear.GetAndSet(cpu, entry, 0);

    /// <summary>pmdp_establish: puts a value in the place of an entry and returns what it was.</summary>
    public static Word GetAndSet(this EntryClear clear, Cpu cpu, Word entry, Word value)
    {
        switch (clear)
        {
            case EntryClear.Xchg:
                return cpu.Xchg(entry, value);
            case EntryClear.XchgRelaxed:
                return cpu.XchgRelaxed(entry, value);
            default:
                Word old = cpu.ReadOnce(entry);
                cpu.WriteOnce(entry, value);
                return old;
        }
    }
}
