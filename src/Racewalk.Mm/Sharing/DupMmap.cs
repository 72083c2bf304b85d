using Racewalk.Mm.Memory;
using Racewalk.Mm.Thp;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Sharing;

/// <summary>
/// fork of a private anonymous VMA (dup_mmap, v6.12 kernel/fork.c; copy_pte_range, v6.12 mm/memory.c): each page is shared with the child and read-only in both processes from then on, or, if it may
/// be pinned, copied for the child. A huge page is split first, as the kernel does if it may be pinned.
/// </summary>
/// <param name="parent">The parent's VMA.</param>
/// <param name="child">The child's, which maps nothing yet.</param>
/// <param name="clear">How a huge PMD entry is exchanged.</param>
/// <param name="reference">When the child's reference is taken.</param>
public sealed class DupMmap(VmArea parent, VmArea child, EntryClear clear, ForkReference reference = ForkReference.BeforeCheck)
{
    /// <summary>Step: the parent's mmap_lock, for writing.</summary>
    public const string MmapLock = "fork-mmap-lock";

    /// <summary>Step: keep out faults that take only the lock of the VMA.</summary>
    public const string VmaStartWrite = "fork-vma-start-write";

    /// <summary>Step: both give the locks back and allocate, since a page must be copied.</summary>
    public const string Prealloc = "fork-prealloc";

    /// <summary>Step: copy a page that may be pinned.</summary>
    public const string Copy = "fork-copy";

    /// <summary>Step: map the page in the child.</summary>
    public const string SetChildPte = "fork-set-child-pte";

    /// <summary>Step: flush the parent's translations, before anybody may fault.</summary>
    public const string FlushMm = "fork-flush-mm";

    private readonly MmStruct _mm = parent.Mm;
    private readonly CopyPresentPte _pte = new(reference);
    private readonly SplitHugePmd _split = new(parent, clear);

    /// <summary>dup_mmap of what one PMD entry maps. The child's mmap_lock is left out: nobody has the child yet.</summary>
    /// <returns>Whether it succeeded; if not, no memory is left, and the child must go with what it has got.</returns>
    public bool Fork(Cpu cpu, int pmdIndex)
    {
        bool locks = cpu.Step(MmapLock);
        if (locks)
        {
            parent.MmapLock.WriteLock(cpu);
        }

        if (cpu.Step(VmaStartWrite))
        {
            parent.StartWrite(cpu);
        }

        bool isCopied = TryCopyPageRange(cpu, pmdIndex);
        if (cpu.Step(FlushMm))
        {
            _mm.FlushMm(cpu);
        }

        if (locks)
        {
            parent.MmapLock.WriteUnlock(cpu);
        }

        return isCopied;
    }

    private bool TryCopyPageRange(Cpu cpu, int pmdIndex)
    {
        if (HugePmd.IsTransHuge(cpu.ReadOnce(_mm.PmdOffset(pmdIndex))))
        {
            _split.SplitPmd(cpu, pmdIndex, freezes: false, folio: 0);
        }

        if (PageTableEntry.None(cpu.ReadOnce(_mm.PmdOffset(pmdIndex))))
        {
            return true;
        }

        if (!TryAllocTable(cpu, pmdIndex))
        {
            return false;
        }

        bool counts = cpu.Step(ForkCopy.Seqcount);
        if (counts)
        {
            SeqCount.RawWriteBegin(cpu, _mm.WriteProtectSeq);
        }

        ulong copy = 0;
        int next = CopyPteRange(cpu, pmdIndex, 0, ref copy);
        while (next < _mm.Geometry.PtrsPerPte)
        {
            cpu.Step(Prealloc);
            if (!child.Mm.PageAllocator.TryAllocPage(cpu, child.Mm, zero: false, out copy))
            {
                break;
            }

            next = CopyPteRange(cpu, pmdIndex, next, ref copy);
        }

        if (copy != 0)
        {
            PageReference.FolioPutRefs(cpu, child.Mm, child.Mm.Pages[copy], 1);
        }

        if (counts)
        {
            SeqCount.RawWriteEnd(cpu, _mm.WriteProtectSeq);
        }

        return next == _mm.Geometry.PtrsPerPte;
    }

    // pte_alloc in the child. False: there is no table left.
    private bool TryAllocTable(Cpu cpu, int pmdIndex)
    {
        Word pmdp = child.Mm.PmdOffset(pmdIndex);
        if (!PageTableEntry.None(cpu.ReadOnce(pmdp)))
        {
            return true;
        }

        if (!child.Mm.PageAllocator.TryPteAllocOne(cpu, child.Mm, out ulong table))
        {
            return false;
        }

        cpu.SmpWmb();
        cpu.WriteOnce(pmdp, PageTableEntry.TableAt(table));
        return true;
    }

    // Returns where to go on once a page is allocated: the kernel's -EAGAIN.
    private int CopyPteRange(Cpu cpu, int pmdIndex, int first, ref ulong copy)
    {
        int entries = _mm.Geometry.PtrsPerPte;
        Word source = cpu.ReadOnce(_mm.PmdOffset(pmdIndex));
        Word target = cpu.ReadOnce(child.Mm.PmdOffset(pmdIndex));
        Spinlock targetPtl = child.Locks.Pte(cpu, target);
        Spinlock sourcePtl = parent.Locks.Pte(cpu, source);
        cpu.SpinLock(targetPtl);
        cpu.SpinLock(sourcePtl);
        int next = first;
        while (next < entries && TryCopyPte(cpu, _mm.PteOffset(source, next), child.Mm.PteOffset(target, next), ref copy))
        {
            next++;
        }

        cpu.SpinUnlock(sourcePtl);
        cpu.SpinUnlock(targetPtl);
        return next;
    }

    private bool TryCopyPte(Cpu cpu, Word source, Word target, ref ulong copy)
    {
        Word pte = cpu.ReadOnce(source);
        if (PageTableEntry.None(pte))
        {
            return true;
        }

        if (!PageTableEntry.IsPresent(pte))
        {
            CopyNonPresentPte(cpu, source, target, pte);
            return true;
        }

        if (PageTableEntry.Pfn(pte) != parent.ZeroPfn)
        {
            Word page = _mm.PageOf(pte);
            Word folio = _mm.FolioOf(cpu, pte);
            if (!_pte.TryDup(cpu, _mm, page, folio))
            {
                return TryCopyPresentPage(cpu, target, pte, ref copy);
            }

            cpu.AtomicInc(StructPage.Mapcount(folio));
        }

        Share(cpu, source, target, pte);
        return true;
    }

    // copy_nonpresent_pte: a migration entry that could be written becomes one that cannot, in both.
    private void CopyNonPresentPte(Cpu cpu, Word source, Word target, Word entry)
    {
        Word readable = _mm.Pte.WriteProtect(entry);
        if (PageTableEntry.IsWritable(entry))
        {
            cpu.WriteOnce(source, readable);
        }

        cpu.WriteOnce(target, readable);
    }

    // __copy_present_ptes.
    private void Share(Cpu cpu, Word source, Word target, Word pte)
    {
        cpu.Observe(ForkCopy.Shared, 1);
        if (PageTableEntry.IsWritable(pte))
        {
            cpu.Step(ForkCopy.WriteProtect);
            _mm.Pte.SetWriteProtect(cpu, source);
        }

        cpu.Step(SetChildPte);
        cpu.WriteOnce(target, _mm.Pte.WriteProtect(pte) & ~PageTableEntry.Accessed);
    }

    // copy_present_page.
    private bool TryCopyPresentPage(Cpu cpu, Word target, Word pte, ref ulong copy)
    {
        if (copy == 0)
        {
            return false;
        }

        cpu.Step(Copy);
        PageContents.Copy(cpu, child.Mm, PageTableEntry.FrameAddress(pte), copy);
        cpu.SmpWmb();
        Word page = child.Mm.Pages[copy];
        cpu.AtomicSet(StructPage.Mapcount(page), 1);
        StructPage.SetAnonExclusive(cpu, page);
        cpu.Step(SetChildPte);
        cpu.Observe(ForkCopy.Copied, 1);
        cpu.WriteOnce(target, child.Mm.Pte.MakeDirty(child.Mm.Leaf(copy, write: true)));
        copy = 0;
        return true;
    }
}
