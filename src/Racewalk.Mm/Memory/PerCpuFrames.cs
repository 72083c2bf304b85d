namespace Racewalk.Mm.Memory;

/// <summary>A page allocator with free frames for each CPU (per_cpu_pageset, v6.12 mm/page_alloc.c), so that two that allocate do not get the same.</summary>
/// <param name="frames">Those of each CPU.</param>
public sealed class PerCpuFrames(IReadOnlyList<FixedFrames> frames) : PageAllocator
{
    /// <inheritdoc/>
    public override bool TryAllocPage(Cpu cpu, MmStruct mm, bool zero, out ulong pfn) => frames[cpu.Id].TryAllocPage(cpu, mm, zero, out pfn);

    /// <inheritdoc/>
    public override bool TryAllocHugePage(Cpu cpu, MmStruct mm, bool zero, out ulong pfn) => frames[cpu.Id].TryAllocHugePage(cpu, mm, zero, out pfn);

    /// <inheritdoc/>
    public override bool TryPteAllocOne(Cpu cpu, MmStruct mm, out ulong pfn) => frames[cpu.Id].TryPteAllocOne(cpu, mm, out pfn);

    /// <inheritdoc/>
    public override void FreeFolio(Cpu cpu, MmStruct mm, Word folio) => frames[cpu.Id].FreeFolio(cpu, mm, folio);

    /// <inheritdoc/>
    public override void PteFree(Cpu cpu, MmStruct mm, Word pmd) => frames[cpu.Id].PteFree(cpu, mm, pmd);
}
