namespace Racewalk.Machine;

/// <summary>Which page an invalidation by address must be of, to end a translation that was read through another entry of a contiguous set (docs/models/translation.md, 2.4).</summary>
public enum ContiguousScope
{
    /// <summary>The page of the entry that was read: the weaker reading of I_VNXYF.</summary>
    EntryRead,

    /// <summary>The page that is translated: what is cached for it goes, whichever entry it comes from. contpte_convert of 7.x relies on that.</summary>
    TranslatedPage,
}
