using Racewalk.Machine;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;

namespace Racewalk.Scenarios.LocklessPte;

/// <summary>The values of a <see cref="PaeWorld"/> in words.</summary>
internal static class PaeText
{
    /// <summary>What a value means at an address; null where a plain number will do.</summary>
    internal static string? FormatValue(this PaeWorld world, ulong address, ulong value)
    {
        if (Poison.IsFreed(value))
        {
            return "freed";
        }

        if (address == world.Ptep)
        {
            return value == 0 ? "none"
                : (value >> 63) != 0 ? "(held-by-cmpxchg8b)"
                : $"low(pfn=..{value >> PageTableEntry.PfnShift},{((value & PageTableEntry.Present) != 0 ? "present" : "not-present")})";
        }

        if (address == world.HighWord)
        {
            return $"high(pfn={value}..)";
        }

        return address == world.Mm.PmdTable ? GupFast.EntryText.Of(value)
            : CountText.Of(world.Memory, address, value);
    }
}
