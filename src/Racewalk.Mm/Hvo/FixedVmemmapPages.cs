using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hvo;

/// <summary>Frames that each folio names beforehand, so that a search has no choice to look at. They are freed word by word, those that nobody looks at left out.</summary>
/// <param name="words">How far into a vmemmap page its words lie.</param>
/// <param name="table">A table for a split; 0 if there is none.</param>
public sealed class FixedVmemmapPages(IReadOnlyList<int> words, ulong table = 0) : VmemmapPages
{
    /// <inheritdoc/>
    public override bool TryAllocHead(Cpu cpu, HugetlbFolio folio, out ulong pfn)
    {
        pfn = folio.NewHead;
        return true;
    }

    /// <inheritdoc/>
    public override bool TryAllocTails(Cpu cpu, HugetlbFolio folio) => true;

    /// <inheritdoc/>
    public override ulong TakeTail(Cpu cpu, HugetlbFolio folio, int index) => folio.NewTails[index - 1];

    /// <summary>Nothing: the folio names them.</summary>
    /// <inheritdoc/>
    public override void Collect(Cpu cpu, Vmemmap vmemmap, HugetlbFolio folio, int index)
    {
    }

    /// <inheritdoc/>
    public override void FreeCollected(Cpu cpu, IReadOnlyList<HugetlbFolio> folios)
    {
        foreach (HugetlbFolio folio in folios)
        {
            foreach (ulong frame in folio.Frames)
            {
                Free(cpu, frame);
            }
        }
    }

    /// <inheritdoc/>
    public override void Free(Cpu cpu, ulong pfn)
    {
        foreach (int word in words)
        {
            cpu.Free(PhysicalMemory.FrameAddress(pfn) + (ulong)word, 1);
        }
    }

    /// <inheritdoc/>
    public override bool TryAllocTable(Cpu cpu, out ulong pfn)
    {
        pfn = table;
        return table != 0;
    }
}
