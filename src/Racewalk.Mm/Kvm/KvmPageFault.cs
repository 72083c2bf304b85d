using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Kvm;

/// <summary>
/// A guest's write fault on a frame that has no SPTE: kvm_tdp_page_fault (v6.12 arch/x86/kvm/mmu/mmu.c), user_mem_abort (v6.12 arch/arm64/kvm/mmu.c). One attempt: the guest
/// faults again if it must.
/// </summary>
/// <param name="kvm">The virtual machine.</param>
/// <param name="notifier">Its MMU notifier.</param>
/// <param name="options">What the fault does.</param>
public sealed class KvmPageFault(KvmStruct kvm, KvmMmuNotifier notifier, KvmFaultOptions options)
{
    /// <summary>Observed: 1 if an SPTE was installed.</summary>
    public const string Mapped = "fault-mapped";

    /// <summary>Observed: 1 if that may be written by.</summary>
    public const string MappedWritable = "fault-mapped-writable";

    /// <summary>Observed: 1 if the page was found and then given back, because of an invalidation.</summary>
    public const string Retries = "fault-retries";

    /// <summary>Observed: 1 if the primary page tables map nothing.</summary>
    public const string NoPage = "fault-no-page";

    private readonly GupFast _gup = new(kvm.Mm, new GupOptions(Write: true));

    /// <summary>The fault.</summary>
    /// <param name="cpu">The CPU that runs the virtual CPU.</param>
    /// <param name="gfn">The guest frame.</param>
    /// <param name="mmapLock">The address of the mmap lock's count if F1 is made under it; 0 if a barrier follows.</param>
    /// <returns>Whether an SPTE was installed.</returns>
    public bool Handle(Cpu cpu, int gfn, ulong mmapLock = 0)
    {
        Word seq = ReadSeq(cpu, mmapLock);
        cpu.Step(KvmSteps.FaultinPfn);
        if (!FaultinPfn(cpu, gfn, out Word page, out Word pte))
        {
            cpu.Observe(NoPage, 1);
            return false;
        }

        Spinlock spteLock = kvm.RmapLock ?? kvm.MmuLock;
        cpu.SpinLock(spteLock);
        if (notifier.InvalidateRetry(cpu, seq, gfn, options.LooksAtRange))
        {
            cpu.Observe(Retries, 1);
            cpu.SpinUnlock(spteLock);
            ReleasePage(cpu, page);
            return false;
        }

        bool isWritable = options.Dirty != DirtyTracking.ByPrimary || ReadsDirty(cpu, pte);
        cpu.Step(KvmSteps.SetSpte);
        cpu.Observe(Mapped, 1);
        cpu.Observe(MappedWritable, isWritable ? 1UL : 0UL);
        cpu.WriteOnce(kvm.Spte(gfn), kvm.Mm.FrameOf(page) | (isWritable ? PageTableEntry.Leaf(0, write: true) : PageTableEntry.Leaf(0, write: false)));
        cpu.SpinUnlock(spteLock);
        if (options.Dirty == DirtyTracking.AtFault && cpu.Step(KvmSteps.SetPageDirty))
        {
            cpu.AtomicOr(StructPage.Flags(page), StructPage.Dirty);
        }

        ReleasePage(cpu, page);
        return true;
    }

    private Word ReadSeq(Cpu cpu, ulong mmapLock)
    {
        if (mmapLock == 0)
        {
            cpu.Step(KvmSteps.ReadSeq);
            Word read = cpu.ReadOnce(kvm.MmuInvalidateSeq);
            if (cpu.Step(KvmSteps.SeqRmb))
            {
                cpu.SmpRmb();
            }

            return read;
        }

        // mmap_read_lock, mmap_read_unlock without anybody who waits: an acquire and a release (v6.12 kernel/locking/rwsem.c).
        cpu.Step(KvmSteps.MmapReadLock);
        cpu.AtomicFetchAdd(mmapLock, 1, MemoryOrder.Acquire);
        cpu.Step(KvmSteps.ReadSeq);
        Word seq = cpu.ReadOnce(kvm.MmuInvalidateSeq);
        cpu.Step(KvmSteps.MmapReadUnlock);
        cpu.AtomicFetchSub(mmapLock, 1, MemoryOrder.Release);
        return seq;
    }

    private bool FaultinPfn(Cpu cpu, int gfn, out Word page, out Word pte)
    {
        int pmdIndex = gfn / kvm.Mm.Geometry.PtrsPerPte;
        int pteIndex = gfn % kvm.Mm.Geometry.PtrsPerPte;
        return options.Lookup switch
        {
            PfnLookup.GupFast => _gup.TryGetPage(cpu, pmdIndex, pteIndex, out page, out pte),
            PfnLookup.Slow => FollowPagePte(cpu, pmdIndex, pteIndex, out page, out pte),
            _ => ReadPte(cpu, pmdIndex, pteIndex, out page, out pte),
        };
    }

    /// <summary>follow_page_pte with FOLL_GET and FOLL_WRITE.</summary>
    private bool FollowPagePte(Cpu cpu, int pmdIndex, int pteIndex, out Word page, out Word pte)
    {
        cpu.SpinLock(kvm.Mm.PageTableLock);
        bool found = ReadPte(cpu, pmdIndex, pteIndex, out page, out pte);
        if (found)
        {
            cpu.AtomicInc(StructPage.Refcount(page));
        }

        cpu.SpinUnlock(kvm.Mm.PageTableLock);
        return found;
    }

    private bool ReadPte(Cpu cpu, int pmdIndex, int pteIndex, out Word page, out Word pte)
    {
        page = 0;
        pte = 0;
        Word pmd = cpu.ReadOnce(kvm.Mm.PmdOffset(pmdIndex));
        if (!PageTableEntry.IsPresent(pmd))
        {
            return false;
        }

        pte = kvm.Mm.Ptep.GetLockless(cpu, kvm.Mm.PteOffset(pmd, pteIndex));
        if (!PageTableEntry.IsPresent(pte))
        {
            return false;
        }

        if (!PageTableEntry.IsWritable(pte))
        {
            return false;
        }

        page = kvm.Mm.PageOf(pte);
        return true;
    }

    private bool ReadsDirty(Cpu cpu, Word pte)
    {
        if (kvm.Mm.Pte.IsDirty(pte))
        {
            return true;
        }

        return options.FalsePositives && cpu.Choose("", "the dirty state is read as set, though it is clear") == 1;
    }

    private void ReleasePage(Cpu cpu, Word page)
    {
        if (options.Lookup != PfnLookup.Lockless)
        {
            cpu.Step(KvmSteps.ReleasePage);
            PageReference.FolioPutRefs(cpu, kvm.Mm, StructPage.CompoundHead(cpu, page), 1);
        }
    }
}
