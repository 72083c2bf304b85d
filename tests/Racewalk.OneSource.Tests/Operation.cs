using Racewalk.Hardware;

namespace Racewalk.OneSource.Tests;

/// <summary>One call of the memory manager.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Pte">The entry.</param>
internal readonly record struct Operation(OperationKind Kind, int Pte)
{
    /// <summary>A random sequence that makes sense: what is not mapped is not unmapped, what is unmapped can be mapped again.</summary>
    internal static IReadOnlyList<Operation> Sequence(ref SplitMix random, int ptes, int length)
    {
        bool[] mapped = [.. Enumerable.Repeat(true, ptes)];
        bool[] isShared = new bool[ptes];
        bool isHuge = false;
        bool isGone = false;
        var operations = new List<Operation>();
        while (operations.Count < length)
        {
            int pte = (int)random.Below((uint)ptes);
            var kind = (OperationKind)random.Below((uint)OperationKind.Last + 1);
            bool hasTable = !isHuge && !isGone;
            bool makesSense = kind switch
            {
                OperationKind.Get or OperationKind.Pin => true,
                OperationKind.Map => hasTable && !mapped[pte] && !isShared[pte],
                OperationKind.Collapse => hasTable && mapped.All(static m => m),
                OperationKind.ZapHuge => isHuge,
                _ => hasTable && mapped[pte],
            };
            if (!makesSense)
            {
                continue;
            }

            operations.Add(new Operation(kind, pte));
            mapped[pte] = kind == OperationKind.Map || (kind != OperationKind.Zap && mapped[pte]);
            isShared[pte] |= kind == OperationKind.Fork;

            // The child's reference makes the collapse give up.
            isHuge = kind == OperationKind.Collapse ? !isShared.Contains(true) : kind != OperationKind.ZapHuge && isHuge;
            isGone |= kind == OperationKind.ZapHuge;
        }

        return operations;
    }
}

/// <summary>Which call.</summary>
internal enum OperationKind
{
    Get,
    Pin,
    Zap,
    Map,
    Share,
    Fork,
    WriteProtect,
    Collapse,
    ZapHuge,
    Last = ZapHuge,
}
