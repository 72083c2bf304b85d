namespace Racewalk.Machine;

/// <summary>Which page an invalidation by address must be of, to end a translation that was read through another entry of a contiguous set (docs/models/translation.md, 2.4).</summary>
public enum ContiguousScope
{
    /// <summary>
    /// The page that is translated: what would translate the address goes, whichever entry of the set it comes from (what a TLBI by VA is defined to remove, Arm ARM C5.5). contpte_convert of 7.x relies on that.
    /// </summary>
    TranslatedPage,

    /// <summary>The page of the entry that was read: a weaker reading of I_VNXYF, which only says that an invalidation of one page need not end what is cached of others of the set.</summary>
    EntryRead,
}
