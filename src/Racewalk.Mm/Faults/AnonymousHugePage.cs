using Racewalk.Mm.Collapse;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Faults;

/// <summary>Maps a huge page of zeros where the PMD entry is none (do_huge_pmd_anonymous_page, v6.12 mm/huge_memory.c).</summary>
/// <param name="vma">The VMA.</param>
public sealed class AnonymousHugePage(VmArea vma)
{
    /// <summary>Step: allocate and clear the huge page, and the table that is deposited with it.</summary>
    public const string AllocHugePage = "fault-alloc-huge-page";

    /// <summary>Step: the PMD entry is still none, under its lock.</summary>
    public const string RecheckPmd = "fault-recheck-huge-pmd";

    /// <summary>Step: map it.</summary>
    public const string SetHugePmd = "fault-set-huge-pmd";

    /// <summary>Step: free both, somebody was faster.</summary>
    public const string Release = "fault-release-huge-page";

    private readonly MmStruct _mm = vma.Mm;
    private readonly PgtableDeposit _deposit = new(vma.Mm);

    /// <summary>do_huge_pmd_anonymous_page.</summary>
    /// <returns><see cref="VmFault.Fallback"/> if there is no huge page left, <see cref="VmFault.Oom"/> if there is no table.</returns>
    public VmFault Insert(Cpu cpu, int pmdIndex)
    {
        cpu.Step(AllocHugePage);
        if (!_mm.PageAllocator.TryAllocHugePage(cpu, _mm, zero: true, out ulong pfn))
        {
            return VmFault.Fallback;
        }

        Word folio = _mm.Pages[pfn];
        if (!_mm.PageAllocator.TryPteAllocOne(cpu, _mm, out ulong table))
        {
            PageReference.FolioPutRefs(cpu, _mm, folio, 1);
            return VmFault.Oom;
        }

        cpu.SmpWmb();
        cpu.SpinLock(vma.Locks.Pmd);
        bool isFree = true;
        if (cpu.Step(RecheckPmd) && !PageTableEntry.None(cpu.ReadOnce(_mm.PmdOffset(pmdIndex))))
        {
            isFree = false;
        }

        if (isFree)
        {
            cpu.AtomicSet(StructPage.Mapcount(folio), 1);
            StructPage.SetAnonExclusive(cpu, folio);
            _deposit.Deposit(cpu, PageTableEntry.TableAt(table));
            cpu.Step(SetHugePmd);
            cpu.Observe(AnonymousPage.MappedZeros, 1);
            cpu.WriteOnce(_mm.PmdOffset(pmdIndex), Word.Select(vma.MayWrite(cpu), _mm.Leaf(pfn, write: true), _mm.Leaf(pfn, write: false)));
        }

        cpu.SpinUnlock(vma.Locks.Pmd);
        if (!isFree)
        {
            cpu.Step(Release);
            cpu.Observe(AnonymousPage.FoundInstalled, 1);
            MmuGather.PteFree(cpu, _mm, PageTableEntry.TableAt(table));
            PageReference.FolioPutRefs(cpu, _mm, folio, 1);
        }

        return VmFault.None;
    }
}
