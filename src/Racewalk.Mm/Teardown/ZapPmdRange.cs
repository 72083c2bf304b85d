using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Teardown;

/// <summary>
/// MADV_DONTNEED of a huge page: without a lock it looks what the PMD entry is, and takes none to mean that there is nothing (zap_pmd_range, v6.12 mm/memory.c; zap_huge_pmd, v6.12
/// mm/huge_memory.c). It holds the mmap lock for reading.
/// </summary>
/// <param name="mm">The address space.</param>
/// <param name="pmdLock">The PMD lock.</param>
public sealed class ZapPmdRange(MmStruct mm, Spinlock pmdLock)
{
    /// <summary>Step: look what the PMD entry is.</summary>
    public const string Look = "dontneed-look";

    /// <summary>Step: take the PMD lock (__pmd_trans_huge_lock).</summary>
    public const string PmdLock = "dontneed-pmd-lock";

    /// <summary>Step: make the entry none.</summary>
    public const string ClearPmd = "dontneed-clear-pmd";

    /// <summary>Step: put the page.</summary>
    public const string PutPage = "dontneed-put-page";

    /// <summary>Observed: 1 if the page was taken away.</summary>
    public const string Zapped = "dontneed-zapped";

    /// <summary>zap_pmd_range of one entry, then the end of its mmu_gather.</summary>
    public void Zap(Cpu cpu, int pmdIndex)
    {
        cpu.Step(Look);
        Word pmdp = mm.PmdOffset(pmdIndex);
        if (!HugePmd.IsTransHuge(LocklessEntry.PmdpGetLockless(cpu, pmdp)))
        {
            return;
        }

        bool isLocked = cpu.Step(PmdLock);
        if (isLocked)
        {
            cpu.SpinLock(pmdLock);
        }

        Word pmd = 0;
        if (HugePmd.IsTransHuge(cpu.ReadOnce(pmdp)))
        {
            cpu.Step(ClearPmd);
            pmd = cpu.XchgRelaxed(pmdp, 0);
        }

        if (isLocked)
        {
            cpu.SpinUnlock(pmdLock);
        }

        if (pmd != 0)
        {
            cpu.Step(PutPage);
            cpu.Observe(Zapped, 1);
            PageReference.FolioPutRefs(cpu, mm, mm.PageOf(pmd), 1);
        }
    }
}
