using System.Numerics;
using Racewalk.Hardware;
using Racewalk.Mm.Memory;

namespace Racewalk.Trials.Worlds;

/// <summary>
/// The page allocator of real memory: frames of a buddy allocator, with their struct pages made ready and, when they come back, looked at (post_alloc_hook, free_pages_prepare, v6.12
/// mm/page_alloc.c). The machine's <see cref="Processors.Frames"/> must be the same allocator.
/// </summary>
/// <param name="frames">The frames.</param>
/// <param name="poisons">Whether the machine poisons freed memory, so that what is allocated without zeros is looked at, too.</param>
public sealed class BuddyPages(FrameAllocator frames, bool poisons = false) : PageAllocator
{
    /// <inheritdoc/>
    public override bool TryAllocPage(Cpu cpu, MmStruct mm, bool zero, out ulong pfn) => TryAlloc(cpu, mm, 0, zero, out pfn);

    /// <inheritdoc/>
    public override bool TryAllocHugePage(Cpu cpu, MmStruct mm, bool zero, out ulong pfn) =>
        TryAlloc(cpu, mm, BitOperations.Log2((uint)mm.Geometry.PtrsPerPte), zero, out pfn);

    /// <inheritdoc/>
    public override bool TryPteAllocOne(Cpu cpu, MmStruct mm, out ulong pfn) => TryAlloc(cpu, mm, 0, zero: true, out pfn);

    /// <inheritdoc/>
    /// <exception cref="BrokenRuleException">It is still mapped or locked.</exception>
    public override void FreeFolio(Cpu cpu, MmStruct mm, ulong folio)
    {
        int order = (int)CompoundPages.Order(cpu, folio);
        MustBe(cpu, mm, folio, StructPage.Mapcount(folio), 0, "mapped");
        MustBe(cpu, mm, folio, StructPage.Flags(folio), 0, "locked", StructPage.Locked);
        MustBe(cpu, mm, folio, StructPage.Private(folio), 0, "with private data, or a table with its lock taken");
        if (order > 0)
        {
            CompoundPages.Destroy(cpu, folio, order);
        }

        cpu.WriteOnce(StructPage.Flags(folio), 0);
        cpu.WriteOnce(StructPage.Mapping(folio), 0);
        cpu.Free(mm.FrameOf(folio), mm.Geometry.WordsPerPage << order);
    }

    /// <inheritdoc/>
    public override void SplitPageOwner(Cpu cpu, MmStruct mm, ulong folio) => frames.Split(mm.FrameOf(folio));

    /// <summary>A table is a page with one reference: a reference that a walker takes by mistake for a moment delays the free.</summary>
    /// <inheritdoc/>
    public override void PteFree(Cpu cpu, MmStruct mm, ulong pmd) => PageReference.FolioPutRefs(cpu, mm, mm.PageOf(pmd), 1);

    private bool TryAlloc(Cpu cpu, MmStruct mm, int order, bool zero, out ulong pfn)
    {
        pfn = 0;
        if (!frames.TryAllocate(cpu, order, out ulong address))
        {
            return false;
        }

        pfn = address >> PageTableEntry.PfnShift;
        ulong page = mm.Pages[pfn];
        MustBe(cpu, mm, page, StructPage.Refcount(page), 0, "allocated with references");
        if (zero || poisons)
        {
            cpu.Allocate(address, mm.Geometry.WordsPerPage << order, 0);
        }

        if (order > 0)
        {
            CompoundPages.Prep(cpu, page, order);
        }

        cpu.AtomicSet(StructPage.Refcount(page), 1);
        return true;
    }

    private static void MustBe(Cpu cpu, MmStruct mm, ulong page, ulong word, ulong expected, string what, ulong mask = ulong.MaxValue)
    {
        if ((cpu.ReadOnce(word) & mask) != expected)
        {
            throw new BrokenRuleException(FormattableString.Invariant($"CPU {cpu.Id}: bad page at 0x{mm.FrameOf(page):x}: {what} (0x{cpu.ReadOnce(word):x})"));
        }
    }
}
