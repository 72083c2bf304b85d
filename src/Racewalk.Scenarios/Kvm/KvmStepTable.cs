using Racewalk.Mm.Kvm;

namespace Racewalk.Scenarios.Kvm;

/// <summary>KVM's steps with where they are in the kernel.</summary>
internal static class KvmStepTable
{
    private const string Main = "virt/kvm/kvm_main.c";
    private const string Host = "include/linux/kvm_host.h";
    private const string Vcpu = "vCPU";

    /// <summary>The marking of a page as dirty.</summary>
    internal static Step SetPageDirty { get; } = new(KvmSteps.SetPageDirty, "KVM", "kvm_set_pfn_dirty", "v6.12", Main, true);

    /// <summary>Steps of MMU notifiers.</summary>
    /// <param name="actor">Who calls them.</param>
    internal static IReadOnlyList<Step> Notifier(string actor) =>
    [
        new(KvmSteps.ActiveBegin, actor, "kvm_mmu_notifier_invalidate_range_start", "v6.12", Main, false),
        new(KvmSteps.InvalidateCaches, actor, "gfn_to_pfn_cache_invalidate_start", "v6.12", "virt/kvm/pfncache.c", true),
        new(KvmSteps.InvalidateBegin, actor, "kvm_mmu_invalidate_begin", "v6.12", Main, false),
        new(KvmSteps.ZapSptes, actor, "kvm_mmu_unmap_gfn_range", "v6.12", Main, true),
        new(KvmSteps.FlushRemoteTlbs, actor, "kvm_flush_remote_tlbs", "v6.12", Main, true),
        new(KvmSteps.InvalidateEnd, actor, "kvm_mmu_invalidate_end", "v6.12", Main, false),
        new(KvmSteps.InvalidateEndWmb, actor, "kvm_mmu_invalidate_end", "v6.12", Main, true),
        new(KvmSteps.ActiveEnd, actor, "kvm_mmu_notifier_invalidate_range_end", "v6.12", Main, false),
    ];

    /// <summary>Steps of a guest's page fault.</summary>
    internal static IReadOnlyList<Step> Fault { get; } =
    [
        new(KvmSteps.ReadSeq, Vcpu, "kvm_faultin_pfn", "v6.12", "arch/x86/kvm/mmu/mmu.c", false),
        new(KvmSteps.SeqRmb, Vcpu, "kvm_faultin_pfn", "v6.12", "arch/x86/kvm/mmu/mmu.c", true),
        new(KvmSteps.MmapReadLock, Vcpu, "user_mem_abort", "v6.12", "arch/arm64/kvm/mmu.c", false),
        new(KvmSteps.MmapReadUnlock, Vcpu, "user_mem_abort", "v6.12", "arch/arm64/kvm/mmu.c", false),
        new(KvmSteps.FaultinPfn, Vcpu, "hva_to_pfn", "v6.12", Main, false),
        new(KvmSteps.CheckInProgress, Vcpu, "mmu_invalidate_retry", "v6.12", Host, true),
        new(KvmSteps.RetryRmb, Vcpu, "mmu_invalidate_retry", "v6.12", Host, true),
        new(KvmSteps.CheckSeq, Vcpu, "mmu_invalidate_retry", "v6.12", Host, true),
        new(KvmSteps.SetSpte, Vcpu, "kvm_tdp_mmu_map", "v6.12", "arch/x86/kvm/mmu/tdp_mmu.c", false),
        new(KvmSteps.ReleasePage, Vcpu, "kvm_release_pfn_clean", "v6.12", Main, false),
    ];

    /// <summary>Steps of a guest that runs.</summary>
    internal static IReadOnlyList<Step> Guest { get; } =
    [
        new(KvmSteps.GuestMode, Vcpu, "vcpu_enter_guest", "v6.12", "arch/x86/kvm/x86.c", true),
        new(KvmSteps.GuestAccess, Vcpu, "vcpu_enter_guest", "v6.12", "arch/x86/kvm/x86.c", false),
    ];
}
