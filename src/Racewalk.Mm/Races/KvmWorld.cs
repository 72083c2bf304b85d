using Racewalk.Mm.Kvm;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Races;

/// <summary>The memory of the kvm scenarios: that of the gup-fast ones, and a virtual machine whose guest frames are its pages.</summary>
public sealed class KvmWorld
{
    /// <summary>Lays it out; no guest frame has an SPTE yet.</summary>
    /// <param name="frames">Pages, and guest frames.</param>
    /// <param name="pte">What entries are made of; null for arm64's.</param>
    /// <param name="huge">Whether there is a huge page, allocated and not mapped.</param>
    /// <param name="hasRmapLock">Whether SPTEs have a lock of their own.</param>
    /// <param name="hasCache">Whether there is a gfn_to_pfn_cache, of guest frame 0.</param>
    /// <param name="layout">Where memory lies; null for the model's layout.</param>
    public KvmWorld(int frames = 1, ArchPte? pte = null, bool huge = false, bool hasRmapLock = false, bool hasCache = false, MemoryLayout? layout = null)
    {
        Host = new GupWorld(frames, huge: huge, layout: layout, pte: pte);
        PhysicalMemory memory = Host.Memory;
        Kvm = new KvmStruct
        {
            Mm = Host.Mm,
            Sptes = memory.AddKernelWords([.. Enumerable.Range(0, frames).Select(i => frames == 1 ? "spte" : $"spte[{i}]")]),
            Frames = frames,
            MmuInvalidateSeq = memory.AddKernelWord("kvm.mmu_invalidate_seq"),
            MmuInvalidateInProgress = memory.AddKernelWord("kvm.mmu_invalidate_in_progress"),
            MmuInvalidateRangeStart = memory.AddKernelWord("kvm.mmu_invalidate_range_start"),
            MmuInvalidateRangeEnd = memory.AddKernelWord("kvm.mmu_invalidate_range_end"),
            MnActiveInvalidateCount = memory.AddKernelWord("kvm.mn_active_invalidate_count"),
            MnInvalidateLock = new Spinlock(memory.AddKernelWord("kvm.mn_invalidate_lock"), "kvm->mn_invalidate_lock"),
            MmuLock = new Spinlock(memory.AddKernelWord("kvm.mmu_lock"), "kvm->mmu_lock"),
            RmapLock = hasRmapLock ? new Spinlock(memory.AddKernelWord("rmap_lock"), "lock_rmap") : null,
            Cache = hasCache
                ? new GfnToPfnCache(memory.AddKernelWord("gpc.valid"), memory.AddKernelWord("gpc.pfn"), new Spinlock(memory.AddKernelWord("gpc.lock"), "gpc->lock"), 0)
                : null,
        };
        MmapLock = memory.AddKernelWord("mm.mmap_lock.count");
    }

    /// <summary>The memory of the process.</summary>
    public GupWorld Host { get; }

    /// <summary>The virtual machine.</summary>
    public KvmStruct Kvm { get; }

    /// <summary>The address of the mmap lock's count.</summary>
    public ulong MmapLock { get; }

    /// <summary>The page of a guest frame before anything happens.</summary>
    public ulong Page(int gfn = 0) => Host.SmallPages[gfn];

    /// <summary>The address of the entry that maps the page of a guest frame.</summary>
    public ulong PteAddress(int gfn) =>
        PhysicalMemory.FrameAddress(Host.Memory.Initial[Host.Mm.PmdTable] >> PageTableEntry.PfnShift) + ((ulong)gfn * 8);

    /// <summary>Whether a guest frame has an SPTE in the end.</summary>
    public bool IsMapped(IOutcome outcome, int gfn = 0) => (outcome.Final(SpteAddress(gfn)) & PageTableEntry.Present) != 0;

    /// <summary>The property of all of them: with no invalidation under way, an SPTE maps what the primary page tables map.</summary>
    public Breach? CheckSptes(IOutcome outcome)
    {
        for (int gfn = 0; gfn < Kvm.Frames; gfn++)
        {
            ulong spte = outcome.Final(SpteAddress(gfn));
            if ((spte & PageTableEntry.Present) == 0)
            {
                continue;
            }

            ulong pfn = spte >> PageTableEntry.PfnShift;
            ulong primary = PrimaryPfn(outcome, gfn, out bool writable);
            if (pfn != primary)
            {
                return new Breach(BreachKind.Assertion, Stale($"the SPTE of guest frame {gfn}", pfn, primary));
            }

            if ((spte & PageTableEntry.Write) != 0 && !writable)
            {
                return new Breach(BreachKind.Assertion, $"the SPTE of guest frame {gfn} may be written by, the process's entry may not");
            }
        }

        return null;
    }

    /// <summary>What a secondary translation that outlived its page is reported as.</summary>
    public string Stale(string what, ulong pfn, ulong primary) => primary == 0
        ? $"{what} maps {NameOf(pfn)}, which the process does not map any more"
        : $"{what} maps {NameOf(pfn)}, but the process maps {NameOf(primary)} there";

    /// <summary>The frame that the primary page tables map in the end; 0 if none.</summary>
    public ulong PrimaryPfn(IOutcome outcome, int gfn, out bool writable)
    {
        writable = false;
        ulong pmd = outcome.Final(Host.Mm.PmdTable);
        if ((pmd & PageTableEntry.Present) == 0)
        {
            return 0;
        }

        bool isTable = (pmd & PageTableEntry.Table) != 0;
        ulong entry = isTable ? outcome.Final(PhysicalMemory.FrameAddress(pmd >> PageTableEntry.PfnShift) + ((ulong)gfn * 8)) : pmd;
        writable = (entry & PageTableEntry.Write) != 0;
        return (entry & PageTableEntry.Present) == 0 ? 0 : (entry >> PageTableEntry.PfnShift) + (isTable ? 0 : (ulong)gfn);
    }

    /// <summary>Checks a page's count.</summary>
    public Breach? CheckCount(IOutcome outcome, ulong pfn, ulong expected)
    {
        ulong actual = outcome.Final(Host.Refcount(pfn));
        return actual == expected
            ? null
            : new Breach(BreachKind.Assertion, $"{Host.Memory.Name(Host.Refcount(pfn))} is {actual} in the end, but {expected} references are held");
    }

    private ulong SpteAddress(int gfn) => Kvm.Sptes + ((ulong)gfn * 8);

    private string NameOf(ulong pfn) => Host.Memory.Name(PhysicalMemory.FrameAddress(pfn));
}
