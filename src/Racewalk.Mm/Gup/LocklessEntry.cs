namespace Racewalk.Mm.Gup;

/// <summary>Reading PMD entries without the lock, where an entry is one word (v6.12 include/linux/pgtable.h). PTEs: <see cref="Memory.PtepAccess"/>.</summary>
public static class LocklessEntry
{
    /// <summary>pmdp_get_lockless.</summary>
    public static Word PmdpGetLockless(Cpu cpu, Word pmdp) => cpu.ReadOnce(pmdp);
}
