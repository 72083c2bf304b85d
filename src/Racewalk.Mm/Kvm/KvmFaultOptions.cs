namespace Racewalk.Mm.Kvm;

/// <summary>How a fault finds the page (F2).</summary>
public enum PfnLookup
{
    /// <summary>hva_to_pfn_fast: GUP-fast (v6.12 virt/kvm/kvm_main.c).</summary>
    GupFast,

    /// <summary>hva_to_pfn_slow: under the page-table lock (follow_page_pte, v6.12 mm/gup.c).</summary>
    Slow,

    /// <summary>
    /// The entry is read without a lock, and no reference is taken: kvmppc_do_h_enter, with the guest's entries under its own lock (v6.12
    /// arch/powerpc/kvm/book3s_hv_rm_mmu.c).
    /// </summary>
    Lockless,
}

/// <summary>Whether a later reclaim is told that a guest has written to a page.</summary>
public enum DirtyTracking
{
    /// <summary>The fault marks it when it has mapped it writable (user_mem_abort, v6.12 arch/arm64/kvm/mmu.c).</summary>
    AtFault,

    /// <summary>It is marked when the writable SPTE goes (before v6.13 arch/x86/kvm/mmu).</summary>
    AtZap,

    /// <summary>Not at all: as discussed on the list, a page is mapped writable only if its primary entry is dirty.</summary>
    ByPrimary,
}

/// <summary>What a page fault of a guest does.</summary>
/// <param name="Lookup">How it finds the page.</param>
/// <param name="LooksAtRange">Whether F4 is mmu_invalidate_retry_gfn (x86) rather than mmu_invalidate_retry.</param>
/// <param name="Dirty">How dirty pages are known.</param>
/// <param name="FalsePositives">
/// Whether the primary entry's dirty state may be read as set though it is clear, as a reader of a contiguous set that takes the states of all its entries together may see it
/// while the set changes.
/// </param>
public sealed record KvmFaultOptions(
    PfnLookup Lookup = PfnLookup.GupFast, bool LooksAtRange = false, DirtyTracking Dirty = DirtyTracking.AtFault, bool FalsePositives = false);
