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

    private static string Difference(SortedDictionary<ulong, ulong> modelled, SortedDictionary<ulong, ulong> native) =>
        string.Join("; ", modelled.Where(w => native[w.Key] != w.Value).Select(w => $"0x{w.Key:x}: 0x{w.Value:x} modelled, 0x{native[w.Key]:x} native"));
}
