using System.Globalization;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Walkers;

/// <summary>A read of /proc/pid/pagemap: which frame each page is in (v6.12 fs/proc/task_mmu.c).</summary>
/// <param name="vma">The VMA.</param>
/// <param name="none">What it does where the PMD entry is none.</param>
public sealed class PagemapRead(VmArea vma, PmdNone none) : PmdRangeWalk(vma, none)
{
    /// <summary>Observed of a page: its frame; 0 if it is not present (PM_PRESENT).</summary>
    public static string Entry(int index) => string.Create(CultureInfo.InvariantCulture, $"pagemap[{index}]");

    /// <summary>add_to_pagemap.</summary>
    /// <inheritdoc/>
    protected override void Report(Cpu cpu, int index, bool isPresent, Word pfn) => cpu.Observe(Entry(index), isPresent ? pfn : 0);
}
