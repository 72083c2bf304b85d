using Racewalk.Hardware;
using Racewalk.Mm.Hvo;
using Racewalk.Mm.Memory;

namespace Racewalk.Trials.Hvo;

/// <summary>Vmemmap pages as frames of a buddy allocator, whole ones. The machine's <see cref="Processors.Frames"/> must be the same allocator. Thread-safe: each CPU has lists of its own.</summary>
/// <param name="frames">The frames.</param>
internal sealed class BuddyVmemmapPages(FrameAllocator frames) : VmemmapPages
{
    private readonly PageList[] _collected = [.. Enumerable.Range(0, Processors.MostCpus + 1).Select(static _ => new PageList())];
    private readonly PageList[] _tails = [.. Enumerable.Range(0, Processors.MostCpus + 1).Select(static _ => new PageList())];

    /// <inheritdoc/>
    public override bool TryAllocHead(Cpu cpu, HugetlbFolio folio, out ulong pfn) => TryAlloc(cpu, out pfn);

    /// <inheritdoc/>
    public override bool TryAllocTails(Cpu cpu, HugetlbFolio folio)
    {
        PageList tails = _tails[cpu.Id];
        for (int i = 1; i < folio.Pages; i++)
        {
            if (!TryAlloc(cpu, out ulong pfn))
            {
                FreeAll(cpu, tails);
                return false;
            }

            tails.Add(pfn);
        }

        return true;
    }

    /// <inheritdoc/>
    public override ulong TakeTail(Cpu cpu, HugetlbFolio folio, int index) => _tails[cpu.Id].TakeLast();

    /// <inheritdoc/>
    public override void Collect(Cpu cpu, Vmemmap vmemmap, HugetlbFolio folio, int index) =>
        _collected[cpu.Id].Add(PageTableEntry.Pfn(cpu.ReadOnce(vmemmap.PteOffset(cpu, folio.FirstPage + index))));

    /// <inheritdoc/>
    public override void FreeCollected(Cpu cpu, IReadOnlyList<HugetlbFolio> folios) => FreeAll(cpu, _collected[cpu.Id]);

    /// <inheritdoc/>
    public override void Free(Cpu cpu, ulong pfn) => cpu.Free(PhysicalMemory.FrameAddress(pfn), BasePage.PtrsPerTable);

    /// <inheritdoc/>
    public override bool TryAllocTable(Cpu cpu, out ulong pfn) => TryAlloc(cpu, out pfn);

    private bool TryAlloc(Cpu cpu, out ulong pfn)
    {
        bool isThere = frames.TryAllocate(cpu, 0, out ulong address);
        pfn = address >> BasePage.Shift;
        return isThere;
    }

    private void FreeAll(Cpu cpu, PageList list)
    {
        while (list.Count > 0)
        {
            Free(cpu, list.TakeLast());
        }
    }

    /// <summary>Frame numbers of one CPU; what it has grown to, it keeps.</summary>
    private sealed class PageList
    {
        private ulong[] _pages = new ulong[64];

        internal int Count { get; private set; }

        internal void Add(ulong pfn)
        {
            if (Count == _pages.Length)
            {
                Array.Resize(ref _pages, 2 * Count);
            }

            _pages[Count++] = pfn;
        }

        internal ulong TakeLast() => _pages[--Count];
    }
}
