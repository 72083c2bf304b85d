using Racewalk.Mm.Memory;
using Racewalk.Mm.Thp;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Faults;

/// <summary>
/// A write fault on an anonymous huge page that is mapped read-only (do_huge_pmd_wp_page, v6.12 mm/huge_memory.c): it is used as it is, or its PMD entry is split, so that only the small page is copied.
/// </summary>
/// <param name="vma">The VMA.</param>
/// <param name="clear">How the entry is exchanged in a split.</param>
public sealed class WpHugePage(VmArea vma, EntryClear clear)
{
    /// <summary>Step: the entry is unchanged, now that the PMD lock is held.</summary>
    public const string RecheckPmd = "wp-recheck-huge-pmd";

    /// <summary>Step: the entry becomes writable.</summary>
    public const string ReusePmd = "wp-reuse-huge-pmd";

    private readonly MmStruct _mm = vma.Mm;
    private readonly SplitHugePmd _split = new(vma, clear);

    /// <summary>do_huge_pmd_wp_page.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="pmdIndex">The PMD entry.</param>
    /// <param name="orig">The entry as the fault has seen it: present and not writable.</param>
    /// <returns><see cref="VmFault.Fallback"/> if the PTE must be looked at now.</returns>
    public VmFault DoHugePmdWpPage(Cpu cpu, int pmdIndex, Word orig)
    {
        cpu.SpinLock(vma.Locks.Pmd);
        Word pmdp = _mm.PmdOffset(pmdIndex);
        if (cpu.Step(RecheckPmd) && cpu.ReadOnce(pmdp) != orig)
        {
            cpu.SpinUnlock(vma.Locks.Pmd);
            return VmFault.None;
        }

        bool isMine = MayReuse(cpu, _mm.PageOf(orig));
        if (isMine)
        {
            cpu.Step(ReusePmd);
            cpu.Observe(WpPage.Reused, 1);
            _mm.Pte.SetAccessFlags(cpu, pmdp, _mm.Pte.MakeDirty(_mm.Pte.MakeYoung(orig | PageTableEntry.Write)));
            if (_mm.Pte.FlushesForStore)
            {
                _mm.FlushPmd(cpu, pmdIndex);
            }
        }

        cpu.SpinUnlock(vma.Locks.Pmd);
        if (isMine)
        {
            return VmFault.None;
        }

        _split.SplitPmd(cpu, pmdIndex, freezes: false, folio: 0);
        return VmFault.Fallback;
    }

    // Where the folio is locked by somebody else the kernel waits; here the small page is copied.
    private static bool MayReuse(Cpu cpu, Word page)
    {
        if (cpu.Step(WpPage.TestExclusive) && StructPage.IsAnonExclusive(cpu, page))
        {
            return true;
        }

        cpu.Step(WpPage.TrylockFolio);
        if (!StructPage.TryLock(cpu, page))
        {
            return false;
        }

        bool isMine = !cpu.Step(WpPage.CheckCount) || cpu.AtomicRead(StructPage.Refcount(page)) == 1 ? true : false;
        if (isMine)
        {
            cpu.Step(WpPage.SetExclusive);
            StructPage.SetAnonExclusive(cpu, page);
        }

        StructPage.Unlock(cpu, page);
        return isMine;
    }
}
