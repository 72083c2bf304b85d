using Racewalk.Hardware;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;

namespace Racewalk.Trials.Worlds;

/// <summary>munmap of a VMA of a process, whose tables are freed by RCU; for one caller at a time.</summary>
public sealed class VmaUnmapping
{
    // pt_rcu_head of a table's ptdesc, behind the words of its struct page that are used otherwise.
    private const ulong RcuHeadOffset = 56;

    // MAX_GATHER_BATCH is that of one page; the kernel chains some.
    private const int GatherBatch = 512;

    private readonly WorldVma _vma;
    private readonly Munmap _munmap;
    private readonly MmuGather _tlb;

    /// <summary>For a VMA.</summary>
    /// <param name="process">The process.</param>
    /// <param name="vma">The VMA.</param>
    /// <param name="downgrades">Whether mmap_lock is held for reading alone once the VMA is detached.</param>
    public VmaUnmapping(Process process, WorldVma vma, bool downgrades)
    {
        MmStruct mm = process.Mm;
        _vma = vma;
        _tlb = new MmuGather(mm, GatherBatch);
        _munmap = new Munmap(vma.Vma, EntryClear.Xchg, new TableBatch(mm, TableFreeKind.ByCallRcu, pmd => HeadOf(mm, pmd)), downgrades);
    }

    /// <summary>Unmaps it, if it is mapped. Its tables are freed after a grace period.</summary>
    /// <returns>Whether it was mapped.</returns>
    public bool Unmap(Cpu cpu) => _munmap.Unmap(cpu, _tlb, _vma.Pages, _vma.Pages);

    /// <summary>The head that a table is queued with.</summary>
    internal static RcuHead HeadOf(MmStruct mm, ulong pmd) => PageTableFree.HeadOf(mm, mm.PageOf(pmd) + RcuHeadOffset, TableFreeKind.ByCallRcu);
}
