using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Races;

/// <summary>Lays out a process with one private anonymous VMA.</summary>
internal static class AnonVma
{
    /// <summary>Adds its words.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="split">Which locks page tables have.</param>
    /// <param name="geometry">The sizes of its tables.</param>
    /// <param name="pmdTable">The frame of the PMD table.</param>
    /// <param name="zero">The frame of the zero page.</param>
    /// <param name="owner">What stands before the names of its words.</param>
    /// <param name="allocator">Where its frames come from.</param>
    /// <param name="canGo">Whether the VMA can be unmapped.</param>
    /// <param name="pte">What the architecture makes of entries; null for arm64.</param>
    internal static VmArea Add(PhysicalMemory memory, PtlSplit split, Geometry geometry, ulong pmdTable, ulong zero, string owner, PageAllocator allocator, bool canGo = false, ArchPte? pte = null)
    {
        var pageTableLock = new Spinlock(memory.AddKernelWord($"{owner}mm.page_table_lock"), $"{owner}page_table_lock");
        var mm = new MmStruct
        {
            Geometry = geometry,
            Pages = memory.Pages,
            PmdTable = PhysicalMemory.FrameAddress(pmdTable),
            WriteProtectSeq = memory.AddKernelWord($"{owner}mm.write_protect_seq"),
            PageTableLock = pageTableLock,
            DepositedTable = memory.AddKernelWord($"{owner}pmd_huge_pte"),
            PageAllocator = allocator,
            Pte = pte ?? new Arm64Pte(),

            // No TLB is looked at, so no CPU is interrupted to flush one.
            CpuMask = 0,
        };
        return new VmArea
        {
            Mm = mm,
            MmapLock = new MmapLock(new RwSemaphore(memory.AddKernelWord($"{owner}mm.mmap_lock"), $"{owner}mmap_lock"), memory.AddKernelWord($"{owner}mm.mm_lock_seq")),
            Locks = new PageTableLocks(mm, split, pageTableLock, new Spinlock(memory.PageAddress(pmdTable) + 40, $"{owner}ptlock_ptr(pmd)"), owner),
            VmLock = new RwSemaphore(memory.AddKernelWord($"{owner}vma.vm_lock"), $"{owner}vm_lock"),
            VmLockSeq = memory.AddKernelWord($"{owner}vma.vm_lock_seq", ulong.MaxValue),
            VmFlags = memory.AddKernelWord($"{owner}vma.vm_flags", VmArea.Write),
            AnonVma = new RwSemaphore(memory.AddKernelWord($"{owner}anon_vma.rwsem"), $"{owner}anon_vma"),
            ZeroPfn = zero,
            TreeEntry = canGo ? memory.AddKernelWord($"{owner}mm.mm_mt", 1) : 0,
            Detached = canGo ? memory.AddKernelWord($"{owner}vma.detached") : 0,
            AnonVmaChain = canGo ? memory.AddKernelWord($"{owner}vma.anon_vma_chain", 1) : 0,
        };
    }
}
