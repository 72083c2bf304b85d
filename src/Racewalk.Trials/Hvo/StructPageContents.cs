using Racewalk.Mm.Memory;

namespace Racewalk.Trials.Hvo;

/// <summary>
/// What the struct pages of a hugetlb folio hold while it is in the pool. The first three say what only the head should have, as hugetlb's do (struct folio, v6.12 include/linux/mm_types.h);
/// the other tails are all the same.
/// </summary>
internal static class StructPageContents
{
    /// <summary>How many words a struct page has.</summary>
    internal const int Words = (int)StructPage.Size / 8;

    /// <summary>How many struct pages hold what only the head should have (NR_RESET_STRUCT_PAGE, v6.12 mm/hugetlb_vmemmap.c).</summary>
    internal const int OfHead = 3;

    /// <summary>What a word holds; of <c>private</c> the flag that says whether the folio is optimised left out.</summary>
    /// <param name="folio">The number of the folio.</param>
    /// <param name="order">The folio's order.</param>
    /// <param name="info">What a tail says of its head.</param>
    /// <param name="index">Which struct page of the folio.</param>
    /// <param name="word">Which word of it.</param>
    internal static ulong Of(int folio, int order, ulong info, int index, int word) => (index, word * 8) switch
    {
        (0, 0) => StructPage.Head,
        (0, 24) => 0,
        (0, 32) => Owner(folio),
        (0, 40) => StructPage.HugetlbFreed,
        (1, 0) => (ulong)order,
        (2, 32) => Owner(folio),
        (_, 24) => info,
        _ => 0,
    };

    // Other in each folio: the head's mapping, and _hugetlb_cgroup behind it.
    private static ulong Owner(int folio) => 0x0ddb_a11u << 8 | (ulong)(uint)folio << 40;
}
