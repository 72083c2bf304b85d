using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Kvm;

/// <summary>
/// A virtual machine: the words of its struct kvm that invalidation needs (v6.12 include/linux/kvm_host.h), and the leaf entries of its secondary MMU. One memslot: guest frame
/// <c>gfn</c> is page <c>gfn</c> of the address space.
/// </summary>
public sealed class KvmStruct
{
    /// <summary>The address space of the process that runs the virtual machine.</summary>
    public required MmStruct Mm { get; init; }

    /// <summary>The address of the SPTE of guest frame 0; those of the next frames lie behind it.</summary>
    public required ulong Sptes { get; init; }

    /// <summary>How many guest frames there are.</summary>
    public required int Frames { get; init; }

    /// <summary>The address of <c>mmu_invalidate_seq</c>.</summary>
    public required ulong MmuInvalidateSeq { get; init; }

    /// <summary>The address of <c>mmu_invalidate_in_progress</c>.</summary>
    public required ulong MmuInvalidateInProgress { get; init; }

    /// <summary>The address of <c>mmu_invalidate_range_start</c>.</summary>
    public required ulong MmuInvalidateRangeStart { get; init; }

    /// <summary>The address of <c>mmu_invalidate_range_end</c>.</summary>
    public required ulong MmuInvalidateRangeEnd { get; init; }

    /// <summary>The address of <c>mn_active_invalidate_count</c>.</summary>
    public required ulong MnActiveInvalidateCount { get; init; }

    /// <summary><c>mn_invalidate_lock</c>.</summary>
    public required Spinlock MnInvalidateLock { get; init; }

    /// <summary><c>mmu_lock</c>: where faults take it for reading they do not exclude each other, but here one virtual CPU faults.</summary>
    public required Spinlock MmuLock { get; init; }

    /// <summary>The lock of a guest frame's chain of entries (lock_rmap, v6.12 arch/powerpc/include/asm/kvm_book3s_64.h); null where <see cref="MmuLock"/> does.</summary>
    public Spinlock? RmapLock { get; init; }

    /// <summary>The one cache on <c>gpc_list</c>; null if there is none.</summary>
    public GfnToPfnCache? Cache { get; init; }

    /// <summary>The address of a guest frame's SPTE.</summary>
    public Word Spte(int gfn) => Sptes + ((ulong)gfn * 8);
}
