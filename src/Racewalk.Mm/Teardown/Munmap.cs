using Racewalk.Mm.Collapse;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Thp;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Teardown;

/// <summary>Pages of an address space.</summary>
/// <param name="Start">The first.</param>
/// <param name="End">The one behind the last.</param>
public readonly record struct PageRange(int Start, int End);

/// <summary>
/// munmap of a whole private anonymous VMA (do_vmi_align_munmap, v6.12 mm/vma.c; unmap_vmas and free_pgtables, v6.12 mm/memory.c): nobody finds the VMA any more, the pages are
/// taken away, then the tables that map nothing of a neighbour.
/// </summary>
/// <param name="vma">The VMA.</param>
/// <param name="clear">How entries are cleared.</param>
/// <param name="tables">How tables are freed.</param>
/// <param name="downgrades">Whether mmap_lock is held for reading alone once the VMA is detached (mmap_write_downgrade).</param>
public sealed class Munmap(VmArea vma, EntryClear clear, TableBatch tables, bool downgrades)
{
    /// <summary>Step: mmap_lock, for writing.</summary>
    public const string MmapLock = "munmap-mmap-lock";

    /// <summary>Step: keep out faults that take only the lock of the VMA.</summary>
    public const string VmaStartWrite = "munmap-vma-start-write";

    /// <summary>Step: nobody finds the VMA from here on.</summary>
    public const string Detach = "munmap-detach";

    /// <summary>Step: look what a PMD entry is. Without a lock.</summary>
    public const string LookAtPmd = "munmap-look-at-pmd";

    /// <summary>Step: nobody finds its pages by rmap (unlink_anon_vmas).</summary>
    public const string UnlinkAnonVma = "munmap-unlink-anon-vma";

    /// <summary>Step: make a PMD entry none that points to a table.</summary>
    public const string ClearPmd = "munmap-clear-pmd";

    /// <summary>Observed: 1 if there was nothing to unmap any more.</summary>
    public const string WasGone = "munmap-was-gone";

    private readonly MmStruct _mm = vma.Mm;
    private readonly ZapPteRange _ptes = new(vma, clear);
    private readonly ZapHugePmd _huge = new(vma.Mm, clear);
    private readonly SplitHugePmd _split = new(vma, clear);

    /// <summary>The whole of it.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="tlb">A gather, empty; it is empty again behind this.</param>
    /// <param name="range">The VMA's pages.</param>
    /// <param name="freeable">Pages up to the neighbours: tables that map nothing else are freed (floor and ceiling).</param>
    /// <returns>Whether there was such a VMA.</returns>
    public bool Unmap(Cpu cpu, MmuGather tlb, PageRange range, PageRange freeable)
    {
        bool locks = cpu.Step(MmapLock);
        if (locks)
        {
            vma.MmapLock.WriteLock(cpu);
        }

        bool isReader = false;
        bool isFound = vma.IsFound(cpu);
        if (isFound)
        {
            isReader = DetachVma(cpu, locks);
            UnmapVmas(cpu, tlb, range);
            FreePgtables(cpu, tlb, range, freeable);
        }
        else
        {
            cpu.Observe(WasGone, 1);
        }

        if (isReader)
        {
            vma.MmapLock.ReadUnlock(cpu);
        }
        else if (locks)
        {
            vma.MmapLock.WriteUnlock(cpu);
        }

        return isFound;
    }

    // vms_gather_munmap_vmas. Returns whether mmap_lock is held for reading from here on.
    private bool DetachVma(Cpu cpu, bool locks)
    {
        if (cpu.Step(VmaStartWrite))
        {
            vma.StartWrite(cpu);
        }

        cpu.Step(Detach);
        vma.Detach(cpu);
        if (!downgrades || !locks)
        {
            return false;
        }

        vma.MmapLock.WriteDowngrade(cpu);
        return true;
    }

    // unmap_page_range: the entries that a range touches, from its first page to its last.
    private void UnmapVmas(Cpu cpu, MmuGather tlb, PageRange range)
    {
        int entries = _mm.Geometry.PtrsPerPte;
        for (int page = range.Start; page < range.End;)
        {
            int pmdIndex = page / entries;
            int next = Math.Min((pmdIndex + 1) * entries, range.End);
            while (!TryZapPmd(cpu, tlb, pmdIndex, page % entries, next - (pmdIndex * entries)))
            {
            }

            page = next;
        }
    }

    // zap_pmd_range of one entry. False: look at it again.
    private bool TryZapPmd(Cpu cpu, MmuGather tlb, int pmdIndex, int first, int end)
    {
        int entries = _mm.Geometry.PtrsPerPte;
        cpu.Step(LookAtPmd);
        Word pmd = cpu.ReadOnce(_mm.PmdOffset(pmdIndex));
        if (PageTableEntry.None(pmd))
        {
            return true;
        }

        if (!HugePmd.IsTransHuge(pmd))
        {
            return _ptes.Zap(cpu, tlb, pmdIndex, first, end);
        }

        if (end - first < entries)
        {
            _split.SplitPmd(cpu, pmdIndex, freezes: false, folio: 0);
            return false;
        }

        return TryZapHuge(cpu, tlb, pmdIndex);
    }

    private bool TryZapHuge(Cpu cpu, MmuGather tlb, int pmdIndex)
    {
        if (!vma.Locks.TransHugeLock(cpu, pmdIndex, out _))
        {
            return false;
        }

        Word folio = _huge.Clear(cpu, pmdIndex);
        cpu.SpinUnlock(vma.Locks.Pmd);
        tlb.RemoveTlbEntries(pmdIndex * _mm.Geometry.PtrsPerPte, _mm.Geometry.PtrsPerPte);
        if (tlb.RemovePage(folio))
        {
            tlb.FlushMmu(cpu);
        }

        return true;
    }

    // free_pgtables, then tlb_finish_mmu. No lock: the VMA is detached, and neither rmap nor a neighbour leads to these entries.
    private void FreePgtables(Cpu cpu, MmuGather tlb, PageRange range, PageRange freeable)
    {
        int entries = _mm.Geometry.PtrsPerPte;
        cpu.Step(UnlinkAnonVma);
        cpu.DownWrite(vma.AnonVma);
        vma.UnlinkAnonVma(cpu);
        cpu.UpWrite(vma.AnonVma);
        for (int pmdIndex = range.Start / entries; pmdIndex * entries < range.End; pmdIndex++)
        {
            int first = pmdIndex * entries;
            Word pmd = cpu.ReadOnce(_mm.PmdOffset(pmdIndex));
            if (first >= freeable.Start && first + entries <= freeable.End && PageTableEntry.IsPresent(pmd) && PageTableEntry.IsTable(pmd))
            {
                FreePteRange(cpu, tlb, pmdIndex, pmd);
            }
        }

        tables.Flush(cpu, tlb);
        tlb.FreePages(cpu);
    }

    // free_pte_range: pmd_clear, pte_free_tlb.
    private void FreePteRange(Cpu cpu, MmuGather tlb, int pmdIndex, Word pmd)
    {
        int entries = _mm.Geometry.PtrsPerPte;
        cpu.Step(ClearPmd);
        cpu.WriteOnce(_mm.PmdOffset(pmdIndex), 0);
        if (tlb.RemoveTable(pmdIndex * entries, entries, pmd))
        {
            tables.Flush(cpu, tlb);
        }
    }
}
