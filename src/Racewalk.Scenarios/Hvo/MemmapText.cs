using System.Globalization;
using Racewalk.Machine;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;

namespace Racewalk.Scenarios.Hvo;

/// <summary>Values of a memmap for readers: entries with the names of frames, counts decimal, heads by what they say.</summary>
/// <param name="frames">The names of frames.</param>
/// <param name="entries">The addresses of page-table entries.</param>
/// <param name="head">The first folio's head.</param>
internal sealed class MemmapText(IReadOnlyDictionary<ulong, string> frames, IReadOnlySet<ulong> entries, ulong head)
{
    /// <summary>What a value means at an address; null where a plain number will do.</summary>
    internal string? FormatValue(ulong address, ulong value)
    {
        if (Poison.IsFreed(value))
        {
            return "freed";
        }

        if (entries.Contains(address))
        {
            return OfEntry(value);
        }

        int offset = (int)(address & ((1UL << PageTableEntry.PfnShift) - 1));
        return !frames.ContainsKey(address >> PageTableEntry.PfnShift) ? null
            : value == MemmapWorld.Garbage ? "garbage"
            : StructPage.IsCompoundHeadWord(offset) ? OfCompoundInfo(value)
            : offset % (int)StructPage.Size == 8 ? ((long)value).ToString(CultureInfo.InvariantCulture)
            : null;
    }

    // A mask has all bits set but those of the struct pages of a folio.
    private string OfCompoundInfo(ulong value) => value == (head | 1) ? "head|1"
        : (value & 1) != 0 && value >> 32 == uint.MaxValue ? "mask|1"
        : FormattableString.Invariant($"0x{value:x}");

    private string OfEntry(ulong entry)
    {
        if ((entry & PageTableEntry.Present) == 0)
        {
            return entry == 0 ? "none" : FormattableString.Invariant($"invalid(0x{entry:x})");
        }

        ulong pfn = entry >> PageTableEntry.PfnShift;
        string frame = frames.TryGetValue(pfn, out string? name) ? name : FormattableString.Invariant($"pfn={pfn}");
        return (entry & PageTableEntry.Table) != 0 ? $"table({frame})" : $"leaf({frame},{((entry & PageTableEntry.Write) != 0 ? "RW" : "RO")})";
    }
}
