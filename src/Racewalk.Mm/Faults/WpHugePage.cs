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

    /// <summary>Step: somebody else has the folio locked: hold it while waiting, since the PMD lock is given back.</summary>
    public const string HoldFolio = "wp-hold-huge-page";

    /// <summary>Step: the entry is unchanged, now that the folio is locked and the PMD lock held again.</summary>
    public const string RecheckLockedPmd = "wp-recheck-locked-huge-pmd";

    /// <summary>Step: put what was held for the wait.</summary>
    public const string PutFolio = "wp-put-huge-page";

    /// <summary>Step: the entry becomes writable.</summary>
    public const string ReusePmd = "wp-reuse-huge-pmd";

    /// <summary>Observed: 1 if the huge page was used as it is.</summary>
    public const string Reused = "wp-reused-huge";

    /// <summary>Observed: 1 if somebody else had the folio locked.</summary>
    public const string Waited = "wp-waited-for-folio";

    private readonly MmStruct _mm = vma.Mm;
    private readonly SplitHugePmd _split = new(vma, clear);

    /// <summary>do_huge_pmd_wp_page.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="pmdIndex">The PMD entry.</param>
    /// <param name="orig">The entry as the fault has seen it: present and not writable.</param>
    /// <returns><see cref="VmFault.Fallback"/> if the PTE must be looked at now.</returns>
    public VmFault DoHugePmdWpPage(Cpu cpu, int pmdIndex, Word orig)
    {
        Word pmdp = _mm.PmdOffset(pmdIndex);
        cpu.SpinLock(vma.Locks.Pmd);
        if (!IsUnchanged(cpu, RecheckPmd, pmdp, orig))
        {
            cpu.SpinUnlock(vma.Locks.Pmd);
            return VmFault.None;
        }

        Word page = _mm.PageOf(orig);
        bool isMine = IsExclusive(cpu, page);
        if (!isMine)
        {
            if (!TryLockFolio(cpu, pmdp, orig, page))
            {
                return VmFault.None;
            }

            isMine = CanReuse(cpu, page);
            StructPage.Unlock(cpu, page);
        }

        if (isMine)
        {
            cpu.Step(ReusePmd);
            cpu.Observe(Reused, 1);
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

    // folio_trylock, or folio_lock without the PMD lock, which whoever has the folio locked may need. False: the entry has changed meanwhile, and no lock is held.
    private bool TryLockFolio(Cpu cpu, Word pmdp, Word orig, Word folio)
    {
        cpu.Step(WpPage.TrylockFolio);
        if (StructPage.TryLock(cpu, folio))
        {
            return true;
        }

        cpu.Step(HoldFolio);
        cpu.AtomicInc(StructPage.Refcount(folio));
        cpu.SpinUnlock(vma.Locks.Pmd);
        cpu.Observe(Waited, 1);
        StructPage.Lock(cpu, folio);
        cpu.SpinLock(vma.Locks.Pmd);
        bool isSame = IsUnchanged(cpu, RecheckLockedPmd, pmdp, orig);
        if (!isSame)
        {
            cpu.SpinUnlock(vma.Locks.Pmd);
            StructPage.Unlock(cpu, folio);
        }

        cpu.Step(PutFolio);
        PageReference.FolioPutRefs(cpu, _mm, folio, 1);
        return isSame;
    }

    // pmd_same.
    private static bool IsUnchanged(Cpu cpu, string step, Word pmdp, Word orig)
    {
        if (cpu.Step(step) && cpu.ReadOnce(pmdp) != orig)
        {
            cpu.Observe(AnonFault.Refault, 1);
            return false;
        }

        return true;
    }

    private static bool IsExclusive(Cpu cpu, Word page) => cpu.Step(WpPage.TestExclusive) && StructPage.IsAnonExclusive(cpu, page) ? true : false;

    // With the folio locked. It may have become exclusive while the PMD lock was given back, by somebody who left the entry read-only.
    private static bool CanReuse(Cpu cpu, Word page)
    {
        if (IsExclusive(cpu, page))
        {
            return true;
        }

        if (cpu.Step(WpPage.CheckCount) && cpu.AtomicRead(StructPage.Refcount(page)) != 1)
        {
            return false;
        }

        cpu.Step(WpPage.SetExclusive);
        StructPage.SetAnonExclusive(cpu, page);
        return true;
    }
}
