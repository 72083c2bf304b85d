using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Scenarios.GupFast;

namespace Racewalk.Scenarios.Vmas;

/// <summary>An <see cref="AnonWorld"/> at the end of an execution, and its values in words.</summary>
internal static class AnonText
{
    /// <inheritdoc cref="AnonWorld.EntryOf"/>
    internal static ulong EntryOf(this AnonWorld world, IExecution execution, int index) => world.EntryOf(new ExecutionOutcome(execution), index);

    /// <inheritdoc cref="AnonWorld.DataOf"/>
    internal static ulong? DataOf(this AnonWorld world, IExecution execution, int index) => world.DataOf(new ExecutionOutcome(execution), index);

    /// <inheritdoc cref="AnonWorld.IsHuge"/>
    internal static bool IsHuge(this AnonWorld world, IExecution execution) => world.IsHuge(new ExecutionOutcome(execution));

    /// <summary>What a value means at an address; null where a plain number will do.</summary>
    internal static string? FormatValue(this AnonWorld world, ulong address, ulong value) => Format(world.Memory, world.Entries, address, value);

    /// <summary>What a value means at an address; null where a plain number will do.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="entries">The addresses of page-table entries.</param>
    /// <param name="address">The address.</param>
    /// <param name="value">The value.</param>
    internal static string? Format(PhysicalMemory memory, IReadOnlySet<ulong> entries, ulong address, ulong value)
    {
        if (Poison.IsFreed(value))
        {
            return "freed";
        }

        if (entries.Contains(address))
        {
            return (value & PageTableEntry.UffdWp) == 0 ? EntryText.Of(value) : $"{EntryText.Of(value & ~PageTableEntry.UffdWp)}+uffd-wp";
        }

        return CountText.Of(memory, address, value);
    }
}
