using Racewalk.Machine;
using Racewalk.Mm.Races;
using Racewalk.Scenarios.Translation;

namespace Racewalk.Scenarios.LocklessPte;

/// <summary>The values of a <see cref="ContpteWorld"/> in words.</summary>
internal static class ContpteText
{
    /// <summary>What a value means at an address.</summary>
    internal static string? FormatValue(this ContpteWorld world, ulong address, ulong value) => Poison.IsFreed(value) ? "freed"
        : world.TableEntries.Contains(address) ? UserEntryText.Of(value, address == world.Mm.PmdTable)
        : null;
}
