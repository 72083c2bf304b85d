namespace Racewalk.Mm.Kvm;

/// <summary>Names of the steps of KVM's MMU notifiers, page fault, guest.</summary>
public static class KvmSteps
{
    /// <summary>I1: mn_active_invalidate_count goes up.</summary>
    public const string ActiveBegin = "mn-active-begin";

    /// <summary>I6: and down again.</summary>
    public const string ActiveEnd = "mn-active-end";

    /// <summary>I2: caches of the range become invalid.</summary>
    public const string InvalidateCaches = "invalidate-caches";

    /// <summary>I3: mmu_invalidate_in_progress goes up, the range is noted.</summary>
    public const string InvalidateBegin = "invalidate-begin";

    /// <summary>I3: the SPTEs of the range go.</summary>
    public const string ZapSptes = "zap-sptes";

    /// <summary>I3: returns when no virtual CPU uses a translation by these SPTEs any more.</summary>
    public const string FlushRemoteTlbs = "flush-remote-tlbs-ipi";

    /// <summary>I5: mmu_invalidate_seq goes up, mmu_invalidate_in_progress goes down.</summary>
    public const string InvalidateEnd = "invalidate-end";

    /// <summary>I5: the barrier between the two.</summary>
    public const string InvalidateEndWmb = "invalidate-end-wmb";

    /// <summary>F1: read mmu_invalidate_seq.</summary>
    public const string ReadSeq = "fault-read-seq";

    /// <summary>F1: the barrier behind it.</summary>
    public const string SeqRmb = "fault-seq-rmb";

    /// <summary>F1, where it is read under the mmap lock: take that.</summary>
    public const string MmapReadLock = "fault-mmap-read-lock";

    /// <summary>F1, where it is read under the mmap lock: the release of that in place of the barrier.</summary>
    public const string MmapReadUnlock = "fault-mmap-read-unlock";

    /// <summary>F2: what the primary page tables map.</summary>
    public const string FaultinPfn = "faultin-pfn";

    /// <summary>F4: no invalidation is in progress.</summary>
    public const string CheckInProgress = "retry-in-progress";

    /// <summary>F4: the barrier between the two checks.</summary>
    public const string RetryRmb = "retry-rmb";

    /// <summary>F4: none has ended since F1.</summary>
    public const string CheckSeq = "retry-seq";

    /// <summary>F5: install the SPTE.</summary>
    public const string SetSpte = "set-spte";

    /// <summary>F6, or with the SPTE when that goes: the page is marked dirty.</summary>
    public const string SetPageDirty = "set-page-dirty";

    /// <summary>F6: put the page.</summary>
    public const string ReleasePage = "release-page";

    /// <summary>The guest runs: whoever interrupts it waits until it has left.</summary>
    public const string GuestMode = "guest-mode";

    /// <summary>The guest accesses a page.</summary>
    public const string GuestAccess = "guest-access";
}
