using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Mapping;

/// <summary>
/// Puts a page where nothing is mapped: for a user as do_anonymous_page does (v6.12 mm/memory.c), for the kernel as vmap_pages_pte_range does (v6.12 mm/vmalloc.c).
/// </summary>
/// <param name="mm">The tables.</param>
public sealed class MapPage(MmStruct mm)
{
    /// <summary>Step: clear the page.</summary>
    public const string Clear = "map-clear-page";

    /// <summary>Step: the page's contents are there before the entry (__folio_mark_uptodate, v6.12 include/linux/page-flags.h).</summary>
    public const string UptodateWmb = "map-uptodate-wmb";

    /// <summary>Step: set_pte.</summary>
    public const string SetPte = "map-set-pte";

    /// <summary>Step: dsb(ishst) behind the store of a kernel entry.</summary>
    public const string KernelDsb = "map-dsb-ishst";

    /// <summary>Step: isb() behind it.</summary>
    public const string KernelIsb = "map-isb";

    /// <summary>do_anonymous_page.</summary>
    public void MapUser(Cpu cpu, int pmdIndex, int pteIndex, ulong pfn)
    {
        ClearPage(cpu, pfn);
        cpu.SpinLock(mm.PageTableLock);
        Word ptep = mm.PteOffset(cpu.ReadOnce(mm.PmdOffset(pmdIndex)), pteIndex);
        cpu.Step(SetPte);
        cpu.WriteOnce(ptep, mm.Leaf(pfn, write: true));
        cpu.SpinUnlock(mm.PageTableLock);
    }

    /// <summary>vmap_pages_pte_range, then the barriers of __set_pte (v6.12 arch/arm64/include/asm/pgtable.h): user entries do without, since a fault is handled.</summary>
    public void MapKernel(Cpu cpu, int pmdIndex, int pteIndex, ulong pfn)
    {
        ClearPage(cpu, pfn);
        Word ptep = mm.PteOffset(cpu.ReadOnce(mm.PmdOffset(pmdIndex)), pteIndex);
        cpu.Step(SetPte);
        cpu.WriteOnce(ptep, mm.Leaf(pfn, write: true));
        cpu.EmitPteBarriers(KernelDsb, KernelIsb);
    }

    private void ClearPage(Cpu cpu, ulong pfn)
    {
        bool clears = cpu.Step(Clear);
        for (int word = 0; clears && word < mm.Geometry.WordsPerPage; word++)
        {
            cpu.WriteOnce(PhysicalMemory.FrameAddress(pfn) + ((ulong)word * 8), 0);
        }

        if (cpu.Step(UptodateWmb))
        {
            cpu.SmpWmb();
        }
    }
}
