using Racewalk.Exploration;
using Racewalk.Mm.Races;
using Racewalk.Programs;
using Racewalk.Scenarios.GupFast;

namespace Racewalk.Scenarios.Kvm;

/// <summary>A <see cref="KvmWorld"/> at the end of an execution, and its values in words.</summary>
internal static class KvmText
{
    /// <summary>What a value means at an address; null where a plain number will do.</summary>
    internal static string? FormatValue(this KvmWorld world, ulong address, ulong value) =>
        address - world.Kvm.Sptes < (ulong)world.Kvm.Frames * 8 ? EntryText.Of(value) : world.Host.FormatValue(address, value);

    /// <inheritdoc cref="KvmWorld.IsMapped"/>
    internal static bool IsMapped(this KvmWorld world, IExecution execution, int gfn = 0) => world.IsMapped(new ExecutionOutcome(execution), gfn);

    /// <inheritdoc cref="KvmWorld.CheckSptes"/>
    internal static FailureNote? CheckSptes(this KvmWorld world, IExecution execution) => ExecutionOutcome.FailureOf(world.CheckSptes(new ExecutionOutcome(execution)));

    /// <inheritdoc cref="KvmWorld.CheckCount"/>
    internal static FailureNote? CheckCount(this KvmWorld world, IExecution execution, ulong pfn, ulong expected) =>
        ExecutionOutcome.FailureOf(world.CheckCount(new ExecutionOutcome(execution), pfn, expected));

    /// <inheritdoc cref="KvmWorld.PrimaryPfn"/>
    internal static ulong PrimaryPfn(this KvmWorld world, IExecution execution, int gfn, out bool writable) => world.PrimaryPfn(new ExecutionOutcome(execution), gfn, out writable);
}
