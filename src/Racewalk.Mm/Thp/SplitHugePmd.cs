using Racewalk.Mm.Collapse;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Migration;
using Racewalk.Mm.Sharing;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Thp;

/// <summary>What a PMD entry is while the huge page that it maps is mapped by PTEs instead.</summary>
public enum SplitInvalidate
{
    /// <summary>Not valid, and still the entry of a huge page: pmdp_invalidate.</summary>
    PresentInvalid,

    /// <summary>None: nobody does that with anonymous memory.</summary>
    Clear,
}

/// <summary>Maps an anonymous huge page by PTEs instead of a PMD entry (__split_huge_pmd, v6.12 mm/huge_memory.c). The folio stays one.</summary>
/// <param name="vma">The VMA.</param>
/// <param name="clear">How the entry is exchanged (pmdp_establish).</param>
/// <param name="invalidate">What it is meanwhile.</param>
public sealed class SplitHugePmd(VmArea vma, EntryClear clear, SplitInvalidate invalidate = SplitInvalidate.PresentInvalid)
{
    /// <summary>Step: the PMD lock.</summary>
    public const string PmdLock = "split-pmd-lock";

    /// <summary>Step: make the PMD entry invalid and flush, before anybody can find PTEs.</summary>
    public const string Invalidate = "split-invalidate-pmd";

    /// <summary>Step: the huge page is mapped as often as it has pages.</summary>
    public const string AddRmap = "split-add-rmap";

    /// <summary>Step: take the table that was deposited for it.</summary>
    public const string Withdraw = "split-withdraw-table";

    /// <summary>Step: write the PTEs.</summary>
    public const string FillPtes = "split-fill-ptes";

    /// <summary>Step: the PTEs are there before the PMD entry that leads to them.</summary>
    public const string Wmb = "split-wmb";

    /// <summary>Step: point the PMD entry to the table.</summary>
    public const string Populate = "split-populate-pmd";

    /// <summary>Observed: 1 if the entry was split.</summary>
    public const string Split = "split-pmd";

    private readonly MmStruct _mm = vma.Mm;
    private readonly PgtableDeposit _deposit = new(vma.Mm);

    /// <summary>__split_huge_pmd.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="pmdIndex">The PMD entry.</param>
    /// <param name="freezes">Whether the PTEs are migration entries, if nobody has pinned the folio, and the reference of the mapping goes.</param>
    /// <param name="folio">The folio that it must map; 0 for any.</param>
    public void SplitPmd(Cpu cpu, int pmdIndex, bool freezes, Word folio)
    {
        bool locks = cpu.Step(PmdLock);
        if (locks)
        {
            cpu.SpinLock(vma.Locks.Pmd);
        }

        Word pmd = cpu.ReadOnce(_mm.PmdOffset(pmdIndex));
        if (HugePmd.IsTransHuge(pmd) && (folio == 0 || _mm.PageOf(pmd) == folio))
        {
            SplitLocked(cpu, pmdIndex, pmd, freezes);
        }

        if (locks)
        {
            cpu.SpinUnlock(vma.Locks.Pmd);
        }
    }

    // __split_huge_pmd_locked.
    private void SplitLocked(Cpu cpu, int pmdIndex, Word seen, bool freezes)
    {
        Word pmdp = _mm.PmdOffset(pmdIndex);
        Word pmd = Establish(cpu, pmdIndex, seen);
        Word page = _mm.PageOf(pmd);
        Word folio = StructPage.CompoundHead(cpu, page);
        bool isExclusive = StructPage.IsAnonExclusive(cpu, page) ? true : false;
        bool isFrozen = freezes && (!isExclusive || AnonSharing.TryShareAnonRmap(cpu, page, folio));
        if (!isFrozen)
        {
            AddRmaps(cpu, page, folio, isExclusive);
        }

        // After the entry is invalid: Power keeps state of the hash table in the deposited table.
        cpu.Step(Withdraw);
        Word table = _deposit.Withdraw(cpu);
        cpu.Step(FillPtes);
        for (int i = 0; i < _mm.Geometry.PtrsPerPte; i++)
        {
            Word pte = pmd + ((ulong)i << PageTableEntry.PfnShift);
            cpu.WriteOnce(_mm.PteOffset(table, i), isFrozen ? MigrationEntry.Of(pte) : pte);
        }

        // folio_remove_rmap_pmd.
        cpu.AtomicDec(StructPage.Mapcount(folio));
        if (isFrozen)
        {
            PageReference.FolioPutRefs(cpu, _mm, folio, 1);
        }

        if (cpu.Step(Wmb))
        {
            cpu.SmpWmb();
        }

        cpu.Step(Populate);
        cpu.Observe(Split, 1);
        cpu.WriteOnce(pmdp, table);
    }

    // pmdp_invalidate: what the hardware has set in the entry until then is in the old value.
    private Word Establish(Cpu cpu, int pmdIndex, Word seen)
    {
        if (!cpu.Step(Invalidate))
        {
            return seen;
        }

        Word invalid = invalidate == SplitInvalidate.Clear ? 0 : HugePmd.MakeInvalid(seen);
        Word old = clear.GetAndSet(cpu, _mm.PmdOffset(pmdIndex), invalid);
        _mm.FlushPmd(cpu, pmdIndex);
        return old;
    }

    // folio_ref_add, folio_add_anon_rmap_ptes.
    private void AddRmaps(Cpu cpu, Word page, Word folio, bool isExclusive)
    {
        int pages = _mm.Geometry.PtrsPerPte;
        if (!cpu.Step(AddRmap))
        {
            return;
        }

        cpu.AtomicAdd(StructPage.Refcount(folio), (ulong)pages - 1);
        cpu.AtomicAdd(StructPage.Mapcount(folio), (ulong)pages);
        for (int i = 1; isExclusive && i < pages; i++)
        {
            StructPage.SetAnonExclusive(cpu, page + ((ulong)i * StructPage.Size));
        }
    }
}
