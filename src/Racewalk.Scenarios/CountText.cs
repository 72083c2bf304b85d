using System.Globalization;
using Racewalk.Mm.Memory;

namespace Racewalk.Scenarios;

/// <summary>Counts of struct pages in words.</summary>
internal static class CountText
{
    /// <summary>A _refcount or _mapcount, decimal; null if the address is neither.</summary>
    internal static string? Of(PhysicalMemory memory, ulong address, ulong value)
    {
        ulong offset = address - PhysicalMemory.Memmap;
        bool isCount = offset / StructPage.Size < memory.Pages.Length && offset % StructPage.Size is 8 or 16;
        return isCount ? ((long)value).ToString(CultureInfo.InvariantCulture) : null;
    }
}
