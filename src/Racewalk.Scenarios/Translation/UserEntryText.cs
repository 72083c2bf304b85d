using Racewalk.Mm.Memory;

namespace Racewalk.Scenarios.Translation;

/// <summary>Page-table entries as the memory manager has them, for readers. Without spaces, so that a column does not break them.</summary>
internal static class UserEntryText
{
    /// <summary>What an entry says.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="isUpper">Whether it may point to a table.</param>
    /// <param name="isHashed">Whether it is the hash MMU's kernel that reads it.</param>
    internal static string Of(ulong entry, bool isUpper, bool isHashed = false)
    {
        ulong pfn = entry >> PageTableEntry.PfnShift;
        if ((entry & PageTableEntry.Present) == 0)
        {
            return entry == 0 ? "none" : $"invalid(pfn={pfn})";
        }

        if (isUpper && (entry & PageTableEntry.Table) != 0)
        {
            return $"table(pfn={pfn})";
        }

        string permission = ((entry & PageTableEntry.Write) != 0, (entry & PageTableEntry.ReadOnly) != 0) switch
        {
            (true, true) => "RW,clean",
            (true, false) => "RW",
            (false, true) => "RO",
            _ => "W-without-DBM",
        };
        return $"leaf(pfn={pfn},{permission}{Flag(PageTableEntry.Accessed, "", ",old")}{Flag(PageTableEntry.Dirty, ",dirty", "")}"
            + $"{Flag(PageTableEntry.Contiguous, isHashed ? ",busy" : ",contiguous", "")}{Flag(PageTableEntry.HashPte, ",hashpte", "")}{Flag(PageTableEntry.NonCacheable, ",nc", "")}{Flag(PageTableEntry.NoTranslation, ",nT", "")})";

        string Flag(ulong bit, string ifSet, string ifClear) => (entry & bit) != 0 ? ifSet : ifClear;
    }

    /// <summary>What the second half of an entry of the hash table says.</summary>
    internal static string HalfOf(ulong r) => $"(pfn={r >> PageTableEntry.PfnShift},{((r & PageTableEntry.Write) != 0 ? "RW" : "RO")})";
}
