using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Kvm;

/// <summary>What an experiment makes of the notifiers.</summary>
/// <param name="CachesLast">I2 behind I3 instead of before it.</param>
/// <param name="DecrementFirst">I5 the wrong way round: mmu_invalidate_in_progress goes down before mmu_invalidate_seq goes up.</param>
/// <param name="MarksDirty">Whether a page is marked dirty when a writable SPTE of it goes (mmu_spte_clear_track_bits, before v6.13 arch/x86/kvm/mmu/mmu.c).</param>
/// <param name="HasSptes">Whether there are SPTEs to zap; without, the guest frames are used by caches alone.</param>
public sealed record KvmNotifierOptions(bool CachesLast = false, bool DecrementFirst = false, bool MarksDirty = false, bool HasSptes = true);

/// <summary>What KVM does before and after a change of the primary page tables (v6.12 virt/kvm/kvm_main.c).</summary>
/// <param name="kvm">The virtual machine.</param>
/// <param name="options">What is changed in it.</param>
public sealed class KvmMmuNotifier(KvmStruct kvm, KvmNotifierOptions options)
{
    /// <summary>Observed: 1 if an SPTE was zapped.</summary>
    public const string Zapped = "spte-zapped";

    /// <summary>kvm_mmu_notifier_invalidate_range_start.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="start">The first guest frame.</param>
    /// <param name="end">The one behind the last.</param>
    public void InvalidateRangeStart(Cpu cpu, int start, int end)
    {
        cpu.Step(KvmSteps.ActiveBegin);
        cpu.SpinLock(kvm.MnInvalidateLock);
        cpu.WriteOnce(kvm.MnActiveInvalidateCount, cpu.ReadOnce(kvm.MnActiveInvalidateCount) + 1);
        cpu.SpinUnlock(kvm.MnInvalidateLock);
        if (!options.CachesLast)
        {
            InvalidateCaches(cpu, start, end);
        }

        cpu.SpinLock(kvm.MmuLock);
        cpu.Step(KvmSteps.InvalidateBegin);
        InvalidateBegin(cpu, (ulong)start, (ulong)end);
        bool zapped = options.HasSptes && cpu.Step(KvmSteps.ZapSptes) && Unmap(cpu, start, end);
        if (zapped && cpu.Step(KvmSteps.FlushRemoteTlbs))
        {
            cpu.SmpCallFunction(IpiFunction.DoNothing);
        }

        cpu.SpinUnlock(kvm.MmuLock);
        if (options.CachesLast)
        {
            InvalidateCaches(cpu, start, end);
        }
    }

    /// <summary>kvm_mmu_notifier_invalidate_range_end. Nobody waits for the last one here (kvm_swap_active_memslots).</summary>
    public void InvalidateRangeEnd(Cpu cpu)
    {
        cpu.SpinLock(kvm.MmuLock);
        cpu.Step(KvmSteps.InvalidateEnd);
        InvalidateEnd(cpu);
        cpu.SpinUnlock(kvm.MmuLock);

        cpu.Step(KvmSteps.ActiveEnd);
        cpu.SpinLock(kvm.MnInvalidateLock);
        cpu.WriteOnce(kvm.MnActiveInvalidateCount, cpu.ReadOnce(kvm.MnActiveInvalidateCount) - 1);
        cpu.SpinUnlock(kvm.MnInvalidateLock);
    }

    /// <summary>mmu_invalidate_retry_gfn, or mmu_invalidate_retry, which does not look at the range (v6.12 include/linux/kvm_host.h).</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="seq">What F1 read.</param>
    /// <param name="gfn">The guest frame.</param>
    /// <param name="looksAtRange">Whether an invalidation of other frames does not matter.</param>
    internal Flag InvalidateRetry(Cpu cpu, Word seq, int gfn, bool looksAtRange)
    {
        if (cpu.Step(KvmSteps.CheckInProgress) && cpu.ReadOnce(kvm.MmuInvalidateInProgress) != 0)
        {
            if (!looksAtRange)
            {
                return true;
            }

            if (((ulong)gfn >= cpu.ReadOnce(kvm.MmuInvalidateRangeStart)) & ((ulong)gfn < cpu.ReadOnce(kvm.MmuInvalidateRangeEnd)))
            {
                return true;
            }
        }

        if (cpu.Step(KvmSteps.RetryRmb))
        {
            cpu.SmpRmb();
        }

        if (cpu.Step(KvmSteps.CheckSeq))
        {
            return cpu.ReadOnce(kvm.MmuInvalidateSeq) != seq;
        }

        return false;
    }

    /// <summary>gfn_to_pfn_cache_invalidate_start.</summary>
    private void InvalidateCaches(Cpu cpu, int start, int end)
    {
        if (kvm.Cache is not null && cpu.Step(KvmSteps.InvalidateCaches))
        {
            kvm.Cache.InvalidateStart(cpu, start, end);
        }
    }

    /// <summary>kvm_mmu_invalidate_begin and kvm_mmu_invalidate_range_add.</summary>
    private void InvalidateBegin(Cpu cpu, ulong start, ulong end)
    {
        Word count = cpu.ReadOnce(kvm.MmuInvalidateInProgress) + 1;
        cpu.WriteOnce(kvm.MmuInvalidateInProgress, count);
        if (count != 1)
        {
            Word first = cpu.ReadOnce(kvm.MmuInvalidateRangeStart);
            Word last = cpu.ReadOnce(kvm.MmuInvalidateRangeEnd);
            cpu.WriteOnce(kvm.MmuInvalidateRangeStart, Word.Select(first < start, first, start));
            cpu.WriteOnce(kvm.MmuInvalidateRangeEnd, Word.Select(last > end, last, end));
            return;
        }

        cpu.WriteOnce(kvm.MmuInvalidateRangeStart, start);
        cpu.WriteOnce(kvm.MmuInvalidateRangeEnd, end);
    }

    /// <summary>kvm_mmu_invalidate_end.</summary>
    private void InvalidateEnd(Cpu cpu)
    {
        if (options.DecrementFirst)
        {
            Decrement(cpu);
        }

        cpu.WriteOnce(kvm.MmuInvalidateSeq, cpu.ReadOnce(kvm.MmuInvalidateSeq) + 1);
        if (cpu.Step(KvmSteps.InvalidateEndWmb))
        {
            cpu.SmpWmb();
        }

        if (!options.DecrementFirst)
        {
            Decrement(cpu);
        }
    }

    private void Decrement(Cpu cpu) => cpu.WriteOnce(kvm.MmuInvalidateInProgress, cpu.ReadOnce(kvm.MmuInvalidateInProgress) - 1);

    /// <summary>kvm_unmap_gfn_range, with kvm_unmap_rmapp's lock around each frame where it has one.</summary>
    private bool Unmap(Cpu cpu, int start, int end)
    {
        bool zapped = false;
        for (int gfn = start; gfn < end; gfn++)
        {
            if (kvm.RmapLock is not null)
            {
                cpu.SpinLock(kvm.RmapLock);
            }

            zapped |= ZapSpte(cpu, kvm.Spte(gfn));
            if (kvm.RmapLock is not null)
            {
                cpu.SpinUnlock(kvm.RmapLock);
            }
        }

        return zapped;
    }

    private bool ZapSpte(Cpu cpu, Word sptep)
    {
        Word spte = cpu.ReadOnce(sptep);
        if (!PageTableEntry.IsPresent(spte))
        {
            return false;
        }

        cpu.Observe(Zapped, 1);
        cpu.WriteOnce(sptep, 0);
        if (options.MarksDirty && PageTableEntry.IsWritable(spte) && cpu.Step(KvmSteps.SetPageDirty))
        {
            cpu.AtomicOr(StructPage.Flags(kvm.Mm.PageOf(spte)), StructPage.Dirty);
        }

        return true;
    }
}
