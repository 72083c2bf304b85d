using Racewalk.Machine;
using Racewalk.Mm.Races;

namespace Racewalk.Scenarios.GupFast;

/// <summary>The values of a <see cref="GupWorld"/> in words.</summary>
internal static class GupText
{
    /// <summary>What a value means at an address: entries decoded, counts decimal; null where a plain number will do.</summary>
    internal static string? FormatValue(this GupWorld world, ulong address, ulong value)
    {
        if (Poison.IsFreed(value))
        {
            return "freed";
        }

        if (world.Entries.Contains(address))
        {
            return EntryText.Of(value);
        }

        return CountText.Of(world.Memory, address, value);
    }
}
