using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Collapse;

/// <summary>What every collapse does to one small page (v6.12 mm/khugepaged.c).</summary>
internal static class CollapsePages
{
    /// <summary>is_refcount_suitable, of a page that is not in the swap cache: nobody but page tables holds it.</summary>
    internal static Flag IsRefcountSuitable(Cpu cpu, Word folio)
    {
        Word expected = cpu.AtomicRead(StructPage.Mapcount(folio));
        return cpu.AtomicRead(StructPage.Refcount(folio)) == expected;
    }
}
