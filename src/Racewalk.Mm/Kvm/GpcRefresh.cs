using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Kvm;

/// <summary>Refreshes a cached translation and uses it (hva_to_pfn_retry, kvm_gpc_check; v6.12 virt/kvm/pfncache.c). One attempt.</summary>
/// <param name="kvm">The virtual machine.</param>
/// <param name="cache">The cache.</param>
/// <param name="readsInProgress">An experiment: mmu_invalidate_in_progress is read instead of mn_active_invalidate_count.</param>
public sealed class GpcRefresh(KvmStruct kvm, GfnToPfnCache cache, bool readsInProgress)
{
    /// <summary>Step c1: the cache is invalid from here; read mmu_invalidate_seq.</summary>
    public const string ReadSeq = "gpc-read-seq";

    /// <summary>Step c1: the barrier behind it.</summary>
    public const string SeqRmb = "gpc-seq-rmb";

    /// <summary>Step c2: what the primary page tables map.</summary>
    public const string LookUp = "gpc-hva-to-pfn";

    /// <summary>Step c3: no invalidation is under way.</summary>
    public const string CheckActive = "gpc-retry-active";

    /// <summary>Step c3: the barrier between the two checks.</summary>
    public const string RetryRmb = "gpc-retry-rmb";

    /// <summary>Step c3: none has ended since c1.</summary>
    public const string CheckSeq = "gpc-retry-seq";

    /// <summary>Step c3: the cache is valid.</summary>
    public const string Publish = "gpc-publish";

    /// <summary>Step: put the page.</summary>
    public const string Release = "gpc-release-page";

    /// <summary>Step: use the cache.</summary>
    public const string Use = "gpc-use";

    /// <summary>Observed: 1 if the cache became valid.</summary>
    public const string Refreshed = "gpc-refreshed";

    /// <summary>Observed: 1 if it did not, because of an invalidation.</summary>
    public const string Retries = "gpc-retries";

    /// <summary>Observed: 1 if the page was accessed by the cache.</summary>
    public const string Used = "gpc-used";

    private readonly GupFast _gup = new(kvm.Mm, new GupOptions(Write: true));

    /// <summary>kvm_gpc_refresh.</summary>
    public void Refresh(Cpu cpu)
    {
        cpu.SpinLockIrq(cache.Lock);
        cpu.Step(ReadSeq);
        cpu.WriteOnce(cache.Valid, 0);
        Word seq = cpu.ReadOnce(kvm.MmuInvalidateSeq);
        if (cpu.Step(SeqRmb))
        {
            cpu.SmpRmb();
        }

        cpu.SpinUnlockIrq(cache.Lock);
        cpu.Step(LookUp);
        if (!_gup.TryGetPage(cpu, cache.Gfn / kvm.Mm.Geometry.PtrsPerPte, cache.Gfn % kvm.Mm.Geometry.PtrsPerPte, out Word page, out _))
        {
            return;
        }

        cpu.SpinLockIrq(cache.Lock);
        if (Retry(cpu, seq))
        {
            cpu.Observe(Retries, 1);
        }
        else
        {
            cpu.Step(Publish);
            cpu.Observe(Refreshed, 1);
            cpu.WriteOnce(cache.Valid, 1);
            cpu.WriteOnce(cache.Pfn, kvm.Mm.Pages.IndexOf(page));
        }

        cpu.Step(Release);
        PageReference.FolioPutRefs(cpu, kvm.Mm, page, 1);
        cpu.SpinUnlockIrq(cache.Lock);
    }

    /// <summary>Whoever accesses guest memory by the cache: kvm_gpc_check and the access, under the lock.</summary>
    public void Read(Cpu cpu)
    {
        cpu.SpinLockIrq(cache.Lock);
        cpu.Step(Use);
        if (cpu.ReadOnce(cache.Valid) != 0)
        {
            cpu.Observe(Used, 1);
            cpu.ReadOnce(kvm.Mm.FrameOf(kvm.Mm.Pages[cpu.ReadOnce(cache.Pfn)]));
        }

        cpu.SpinUnlockIrq(cache.Lock);
    }

    /// <summary>mmu_notifier_retry_cache.</summary>
    private Flag Retry(Cpu cpu, Word seq)
    {
        ulong count = readsInProgress ? kvm.MmuInvalidateInProgress : kvm.MnActiveInvalidateCount;
        if (cpu.Step(CheckActive) && cpu.ReadOnce(count) != 0)
        {
            return true;
        }

        if (cpu.Step(RetryRmb))
        {
            cpu.SmpRmb();
        }

        if (cpu.Step(CheckSeq))
        {
            return cpu.ReadOnce(kvm.MmuInvalidateSeq) != seq;
        }

        return false;
    }
}
