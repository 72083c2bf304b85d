namespace Racewalk.Mm.Memory;

/// <summary>
/// A page allocator with one frame of each kind, which is free at first: who allocates always gets the same, so that a search has no choice to look at. A frame that is taken while it is
/// not free fails as memory that was written after it was freed.
/// </summary>
/// <param name="table">A PTE table; 0 if there is none.</param>
/// <param name="page">A small page; 0 if there is none.</param>
/// <param name="hugePage">The first frame of a huge page; 0 if there is none.</param>
public sealed class FixedFrames(ulong table = 0, ulong page = 0, ulong hugePage = 0) : PageAllocator
{
    /// <summary>The PTE table; 0 if there is none.</summary>
    public ulong Table => table;

    /// <summary>The small page; 0 if there is none.</summary>
    public ulong Page => page;

    /// <summary>The first frame of the huge page; 0 if there is none.</summary>
    public ulong HugePage => hugePage;

    /// <inheritdoc/>
    public override bool TryAllocPage(Cpu cpu, MmStruct mm, bool zero, out ulong pfn)
    {
        pfn = page;
        if (page == 0)
        {
            return false;
        }

        PageReference.AllocateForOther(cpu, mm, mm.Pages[page], 0);
        return true;
    }

    /// <inheritdoc/>
    public override bool TryAllocHugePage(Cpu cpu, MmStruct mm, bool zero, out ulong pfn)
    {
        pfn = hugePage;
        if (hugePage == 0)
        {
            return false;
        }

        for (int i = 0; i < mm.Geometry.PtrsPerPte; i++)
        {
            cpu.Allocate(PhysicalMemory.FrameAddress(hugePage + (ulong)i), mm.Geometry.WordsPerPage, 0);
        }

        cpu.AtomicSet(StructPage.Refcount(mm.Pages[hugePage]), 1);
        return true;
    }

    /// <inheritdoc/>
    public override bool TryPteAllocOne(Cpu cpu, MmStruct mm, out ulong pfn)
    {
        pfn = table;
        if (table == 0)
        {
            return false;
        }

        cpu.Allocate(PhysicalMemory.FrameAddress(table), mm.Geometry.PtrsPerPte, 0);
        return true;
    }

    /// <summary>Frees what was allocated here whole, and of any other folio the first page: no more of it is looked at.</summary>
    /// <inheritdoc/>
    public override void FreeFolio(Cpu cpu, MmStruct mm, Word folio)
    {
        int frames = hugePage != 0 && folio == mm.Pages[hugePage] ? mm.Geometry.PtrsPerPte : 1;
        for (int i = 0; i < frames; i++)
        {
            cpu.Free(mm.FrameOf(folio) + ((ulong)i << PageTableEntry.PfnShift), mm.Geometry.WordsPerPage);
        }
    }

    /// <inheritdoc/>
    public override void PteFree(Cpu cpu, MmStruct mm, Word pmd) => cpu.Free(PageTableEntry.FrameAddress(pmd), mm.Geometry.PtrsPerPte);
}
