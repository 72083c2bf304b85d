using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Sharing;

/// <summary>When fork takes the child's reference on a page.</summary>
public enum ForkReference
{
    /// <summary>Before it looks whether the page is pinned: since v5.19 (fb3d824d1a46).</summary>
    BeforeCheck,

    /// <summary>After that: v5.11 (57efa1fe5957, which introduced write_protect_seq) to v5.18.</summary>
    AfterCheck,
}

/// <summary>
/// What fork does to a page of the parent (copy_page_range, copy_present_ptes; v6.12 mm/memory.c): a page that may be pinned is copied for
/// the child, any other is shared and write-protected. Here alone, without the child's tables; <see cref="DupMmap"/> has them.
/// </summary>
/// <param name="mm">The parent's address space.</param>
/// <param name="reference">When the child's reference is taken.</param>
public sealed class ForkCopy(MmStruct mm, ForkReference reference)
{
    /// <summary>Step: write_protect_seq is odd while pages are write-protected.</summary>
    public const string Seqcount = "fork-seqcount";

    /// <summary>Step, not in the kernel: a full barrier after the count has become odd.</summary>
    public const string SeqcountMb = "fork-seqcount-mb";

    /// <summary>Step: the child's reference.</summary>
    public const string TakeReference = "fork-take-reference";

    /// <summary>Step: is the page pinned?</summary>
    public const string CheckPinned = "fork-check-pinned";

    /// <summary>Step: the page is no longer exclusive.</summary>
    public const string ClearExclusive = "fork-clear-exclusive";

    /// <summary>Step: the parent may no longer write through the entry.</summary>
    public const string WriteProtect = "fork-write-protect";

    /// <summary>Observed: 1 if the page is shared with the child from now on.</summary>
    public const string Shared = "fork-shared";

    /// <summary>Observed: 1 if the child gets a copy at once.</summary>
    public const string Copied = "fork-copied";

    private readonly CopyPresentPte _pte = new(reference);

    /// <summary>copy_page_range of one page.</summary>
    public void CopyPage(Cpu cpu, int pmdIndex, int pteIndex)
    {
        bool counts = cpu.Step(Seqcount);
        if (counts)
        {
            SeqCount.RawWriteBegin(cpu, mm.WriteProtectSeq);
        }

        if (cpu.Step(SeqcountMb))
        {
            cpu.SmpMb();
        }

        Word pmd = cpu.ReadOnce(mm.PmdOffset(pmdIndex));
        cpu.SpinLock(mm.PageTableLock);
        Word ptep = mm.PteOffset(pmd, pteIndex);
        Word page = mm.PageOf(cpu.ReadOnce(ptep));
        if (_pte.TryDup(cpu, mm, page, page))
        {
            // ptep_set_wrprotect is an atomic clear of one bit: hardware may set others meanwhile.
            cpu.Step(WriteProtect);
            cpu.Observe(Shared, 1);
            cpu.AtomicAnd(ptep, ~PageTableEntry.Write);
        }
        else
        {
            cpu.Observe(Copied, 1);
        }

        cpu.SpinUnlock(mm.PageTableLock);
        if (counts && cpu.Step(Seqcount))
        {
            SeqCount.RawWriteEnd(cpu, mm.WriteProtectSeq);
        }
    }
}
