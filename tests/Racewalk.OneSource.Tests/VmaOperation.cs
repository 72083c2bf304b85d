using Racewalk.Hardware;

namespace Racewalk.OneSource.Tests;

/// <summary>One call on a process with a VMA.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Pte">The entry.</param>
internal readonly record struct VmaOperation(VmaOperationKind Kind, int Pte)
{
    // Frames to allocate are few, so what may allocate comes once.
    private static readonly VmaOperationKind[] s_cow =
        [VmaOperationKind.Pin, VmaOperationKind.Get, VmaOperationKind.StoreFault, VmaOperationKind.Fork, VmaOperationKind.Migrate, VmaOperationKind.Dontneed];

    private static readonly VmaOperationKind[] s_thp = [VmaOperationKind.Get, VmaOperationKind.SplitPmd, VmaOperationKind.SplitFolio, VmaOperationKind.Dontneed];
    private static readonly VmaOperationKind[] s_anon = [VmaOperationKind.Get, VmaOperationKind.Dontneed, VmaOperationKind.Munmap, VmaOperationKind.Collapse];

    /// <summary>A random sequence that makes sense in a world.</summary>
    internal static IReadOnlyList<VmaOperation> Sequence(ref SplitMix random, VmaWorldKind world, int entries, int length)
    {
        VmaOperationKind[] kinds = world switch { VmaWorldKind.Cow => s_cow, VmaWorldKind.Thp => s_thp, _ => s_anon };
        bool mayAllocate = true;
        var operations = new List<VmaOperation>();
        while (operations.Count < length)
        {
            VmaOperationKind kind = kinds[random.Below((uint)kinds.Length)];
            bool allocates = kind is VmaOperationKind.StoreFault or VmaOperationKind.Fork or VmaOperationKind.Migrate;
            if (allocates && !mayAllocate)
            {
                continue;
            }

            mayAllocate &= !allocates;

            // Two pinned pages would need two copies at fork.
            int pte = (int)random.Below((uint)entries);
            operations.Add(new VmaOperation(kind, kind == VmaOperationKind.Pin ? 0 : pte));
        }

        // mmap where munmap was, and a fault there.
        if (world == VmaWorldKind.Anon && operations.Exists(static o => o.Kind == VmaOperationKind.Munmap))
        {
            operations.Add(new VmaOperation(VmaOperationKind.MmapAndFault, (int)random.Below((uint)entries)));
        }

        return operations;
    }
}

/// <summary>Which memory it begins with.</summary>
internal enum VmaWorldKind
{
    Cow,
    Thp,
    Anon,
    Last = Anon,
}

/// <summary>Which call.</summary>
internal enum VmaOperationKind
{
    Get,
    Pin,
    StoreFault,
    Fork,
    Migrate,
    Dontneed,
    SplitPmd,
    SplitFolio,
    Munmap,
    Collapse,
    MmapAndFault,
    Last = MmapAndFault,
}
