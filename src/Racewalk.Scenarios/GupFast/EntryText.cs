using Racewalk.Machine;
using Racewalk.Mm.Memory;

namespace Racewalk.Scenarios.GupFast;

/// <summary>Page-table entries as a reader sees them. Without spaces, so that a column does not break them.</summary>
internal static class EntryText
{
    private const ulong Bits = BasePage.Size - 1;

    /// <summary>What an entry says; null if it is none that the kernel makes.</summary>
    internal static string? Of(ulong entry)
    {
        ulong pfn = entry >> PageTableEntry.PfnShift;
        return (entry & Bits & ~PageTableEntry.Accessed) switch
        {
            0 when pfn == 0 => "none",
            PageTableEntry.Present | PageTableEntry.Table => $"table(pfn={pfn})",
            PageTableEntry.Present => $"leaf(pfn={pfn},RO)",
            PageTableEntry.Present | PageTableEntry.Write => $"leaf(pfn={pfn},RW)",
            PageTableEntry.Present | PageTableEntry.Write | PageTableEntry.Dirty => $"leaf(pfn={pfn},RW,dirty)",
            HugePmd.PresentInvalid or (HugePmd.PresentInvalid | PageTableEntry.Write) => $"present-invalid(pfn={pfn})",
            HugePmd.ProtNone or (HugePmd.ProtNone | PageTableEntry.Write) => $"protnone(pfn={pfn})",
            PageTableEntry.Migration or (PageTableEntry.Migration | PageTableEntry.Write) => $"migration(pfn={pfn})",
            _ => null,
        };
    }
}
