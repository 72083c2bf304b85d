using System.Globalization;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Walkers;

/// <summary>mincore: which pages are resident (v6.12 mm/mincore.c). Nothing of an anonymous VMA is in a page cache.</summary>
/// <param name="vma">The VMA.</param>
/// <param name="none">What it does where the PMD entry is none.</param>
public sealed class Mincore(VmArea vma, PmdNone none) : PmdRangeWalk(vma, none)
{
    /// <summary>Observed of a page: 1 if it is resident.</summary>
    public static string Vec(int index) => string.Create(CultureInfo.InvariantCulture, $"vec[{index}]");

    /// <summary>What mincore_pte_range and mincore_unmapped_range put into vec.</summary>
    /// <inheritdoc/>
    protected override void Report(Cpu cpu, int index, bool isPresent, Word pfn) => cpu.Observe(Vec(index), isPresent ? 1UL : 0UL);
}
