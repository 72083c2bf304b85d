using Racewalk.Hardware;

namespace Racewalk.OneSource.Tests;

/// <summary>The two builds do the same: random sequences of calls by one thread leave the same words behind.</summary>
public sealed class MemoryImageTests
{
    private const int Ptes = 2;
    private const uint Longest = 7;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Sequence_InBothBuilds_LeavesEqualMemory(ulong seed)
    {
        var random = new SplitMix(seed);
        var kinds = new HashSet<OperationKind>();
        using var arena = new Arena(1 << 20);
        for (int i = 0; i < 200; i++)
        {
            IReadOnlyList<Operation> operations = Operation.Sequence(ref random, Ptes, 1 + (int)random.Below(Longest));
            kinds.UnionWith(operations.Select(static o => o.Kind));

            SortedDictionary<ulong, ulong> native = NativeRun.Run(operations, Ptes, arena, out (ulong, ulong, ulong) place);
            SortedDictionary<ulong, ulong> modelled = CheckedRun.Run(operations, Ptes, place);

            Assert.True(modelled.SequenceEqual(native), $"seed {seed}, sequence {i}: {string.Join(", ", operations)}: {Difference(modelled, native)}");
        }

        Assert.Equal((int)OperationKind.Last + 1, kinds.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void VmaSequence_InBothBuilds_LeavesEqualMemory(ulong seed)
    {
        var random = new SplitMix(seed);
        var kinds = new HashSet<VmaOperationKind>();
        using var arena = new Arena(1 << 20);
        for (int i = 0; i < 150; i++)
        {
            var world = (VmaWorldKind)random.Below((uint)VmaWorldKind.Last + 1);
            int variant = (int)random.Below(4);
            IReadOnlyList<VmaOperation> operations = VmaOperation.Sequence(ref random, world, Ptes, 1 + (int)random.Below(Longest));
            if (world == VmaWorldKind.Cow && variant >= 2)
            {
                // The child is there already, or there is nothing to fork.
                operations = [.. operations.Where(static o => o.Kind != VmaOperationKind.Fork)];
            }

            kinds.UnionWith(operations.Select(static o => o.Kind));
            SortedDictionary<ulong, ulong> native = NativeVmaRun.Run(operations, world, variant, arena, out (ulong, ulong, ulong) place);
            SortedDictionary<ulong, ulong> modelled = CheckedVmaRun.Run(operations, world, variant, place);

            Assert.True(modelled.SequenceEqual(native), $"seed {seed}, sequence {i}, {world} {variant}: {string.Join(", ", operations)}: {Difference(modelled, native)}");
        }

        Assert.Equal((int)VmaOperationKind.Last + 1, kinds.Count);
    }

    private static string Difference(SortedDictionary<ulong, ulong> modelled, SortedDictionary<ulong, ulong> native) =>
        string.Join("; ", modelled.Where(w => native[w.Key] != w.Value).Select(w => $"0x{w.Key:x}: 0x{w.Value:x} modelled, 0x{native[w.Key]:x} native"));
}
