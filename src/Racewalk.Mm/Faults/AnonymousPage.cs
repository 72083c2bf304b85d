using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Faults;

/// <summary>Maps the zero page, or a page of zeros, where nothing is mapped (do_anonymous_page, v6.12 mm/memory.c).</summary>
/// <param name="vma">The VMA.</param>
public sealed class AnonymousPage(VmArea vma)
{
    /// <summary>Step: allocate a PTE table (pte_alloc_one).</summary>
    public const string AllocTable = "fault-alloc-table";

    /// <summary>Step: the PMD entry is still none, under its lock (pmd_install).</summary>
    public const string RecheckPmd = "fault-recheck-pmd";

    /// <summary>Step: point the PMD entry to the table (pmd_populate).</summary>
    public const string PopulatePmd = "fault-populate-pmd";

    /// <summary>Step: free the table, somebody was faster.</summary>
    public const string FreeTable = "fault-free-table";

    /// <summary>Step: allocate and clear a page, for a store.</summary>
    public const string AllocPage = "fault-alloc-page";

    /// <summary>Step: the PTE is still none, under its lock.</summary>
    public const string RecheckPte = "fault-recheck-pte";

    /// <summary>Step: map it.</summary>
    public const string SetPte = "fault-set-pte";

    /// <summary>Observed: 1 if it mapped zeros.</summary>
    public const string MappedZeros = "fault-mapped-zeros";

    /// <summary>Observed: 1 if somebody had been faster with the PMD entry.</summary>
    public const string FoundInstalled = "fault-found-installed";

    private readonly MmStruct _mm = vma.Mm;

    /// <summary>do_anonymous_page.</summary>
    /// <returns><see cref="VmFault.Oom"/> if there is no page or no table left.</returns>
    public VmFault DoAnonymousPage(Cpu cpu, int pmdIndex, int pteIndex, bool isStore)
    {
        // pte_alloc.
        if (PageTableEntry.None(cpu.ReadOnce(_mm.PmdOffset(pmdIndex))) && !TryInstall(cpu, pmdIndex))
        {
            return VmFault.Oom;
        }

        ulong pfn = vma.ZeroPfn;
        if (isStore)
        {
            cpu.Step(AllocPage);
            if (!_mm.PageAllocator.TryAllocPage(cpu, _mm, zero: true, out pfn))
            {
                return VmFault.Oom;
            }

            cpu.SmpWmb();
        }

        if (!TryMap(cpu, pmdIndex, pteIndex, isStore, pfn))
        {
            cpu.Observe(AnonFault.Refault, 1);
            if (isStore)
            {
                PageReference.FolioPutRefs(cpu, _mm, _mm.Pages[pfn], 1);
            }
        }

        return VmFault.None;
    }

    // __pte_alloc, pmd_install. False: there is no table left.
    private bool TryInstall(Cpu cpu, int pmdIndex)
    {
        Word pmdp = _mm.PmdOffset(pmdIndex);
        cpu.Step(AllocTable);
        if (!_mm.PageAllocator.TryPteAllocOne(cpu, _mm, out ulong table))
        {
            return false;
        }

        cpu.SpinLock(vma.Locks.Pmd);
        bool isFree = true;
        if (cpu.Step(RecheckPmd) && !PageTableEntry.None(cpu.ReadOnce(pmdp)))
        {
            isFree = false;
        }

        if (isFree)
        {
            // The table is empty before anybody finds it.
            cpu.SmpWmb();
            cpu.Step(PopulatePmd);
            cpu.WriteOnce(pmdp, PageTableEntry.TableAt(table));
        }

        cpu.SpinUnlock(vma.Locks.Pmd);
        if (!isFree)
        {
            cpu.Step(FreeTable);
            cpu.Observe(FoundInstalled, 1);
            MmuGather.PteFree(cpu, _mm, PageTableEntry.TableAt(table));
        }

        return true;
    }

    private bool TryMap(Cpu cpu, int pmdIndex, int pteIndex, bool isStore, ulong pfn)
    {
        if (vma.Locks.PteOffsetMapLock(cpu, pmdIndex, out Word pmd) is not { } ptl)
        {
            return false;
        }

        Word ptep = _mm.PteOffset(pmd, pteIndex);
        cpu.Step(RecheckPte);
        bool isFree = PageTableEntry.None(cpu.ReadOnce(ptep)) ? true : false;
        if (isFree)
        {
            if (isStore)
            {
                // folio_add_new_anon_rmap.
                cpu.AtomicSet(StructPage.Mapcount(_mm.Pages[pfn]), 1);
                StructPage.SetAnonExclusive(cpu, _mm.Pages[pfn]);
            }

            cpu.Step(SetPte);
            cpu.Observe(MappedZeros, 1);
            cpu.WriteOnce(ptep, _mm.Leaf(pfn, write: isStore));
        }

        cpu.SpinUnlock(ptl);
        return isFree;
    }
}
