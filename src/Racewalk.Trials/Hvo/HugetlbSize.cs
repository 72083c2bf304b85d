using Racewalk.Hardware;
using Racewalk.Mm.Memory;

namespace Racewalk.Trials.Hvo;

/// <summary>A size of huge pages, and what their struct pages take with this process's base pages (Documentation/mm/vmemmap_dedup.rst, v6.12).</summary>
/// <param name="Shift">The size as a power of two, more than a base page's.</param>
public readonly record struct HugetlbSize(int Shift)
{
    /// <summary>The sizes that kernels with this process's base pages have: x86-64's and arm64's.</summary>
    public static IReadOnlyList<HugetlbSize> All { get; } =
        [.. (BasePage.Shift switch { 12 => (int[])[16, 21, 25, 30], 14 => [21, 25, 30], _ => [21, 29, 34] }).Select(static shift => new HugetlbSize(shift))];

    /// <summary>How many base pages a huge page has, and so how many struct pages.</summary>
    public int StructPages => 1 << (Shift - BasePage.Shift);

    /// <summary>How many bytes its struct pages take.</summary>
    public ulong MemmapBytes => (ulong)StructPages * StructPage.Size;

    /// <summary>How many whole vmemmap pages that is: 0 if several huge pages share one.</summary>
    public int VmemmapPages => (int)(MemmapBytes >> BasePage.Shift);

    /// <summary>How many of them HVO frees: all but one (hugetlb_vmemmap_optimizable_size).</summary>
    public int PagesFreed => Math.Max(0, VmemmapPages - 1);

    /// <summary>How many bytes that is.</summary>
    public ulong BytesFreed => (ulong)PagesFreed << BasePage.Shift;

    /// <summary>A size by its usual name.</summary>
    public override string ToString() => Shift >= 30 ? $"{1 << (Shift - 30)}G" : Shift >= 20 ? $"{1 << (Shift - 20)}M" : $"{1 << (Shift - 10)}K";
}
