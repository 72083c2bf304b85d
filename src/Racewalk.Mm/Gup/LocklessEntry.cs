namespace Racewalk.Mm.Gup;

/// <summary>Reading entries without the page-table lock, where an entry is one word (v6.12 include/linux/pgtable.h).</summary>
public static class LocklessEntry
{
    /// <summary>ptep_get_lockless.</summary>
    public static Word PtepGetLockless(Cpu cpu, Word ptep) => cpu.ReadOnce(ptep);

    /// <summary>pmdp_get_lockless.</summary>
    public static Word PmdpGetLockless(Cpu cpu, Word pmdp) => cpu.ReadOnce(pmdp);
}
