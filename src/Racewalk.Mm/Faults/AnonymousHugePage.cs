using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Faults;

/// <summary>Maps a huge page of zeros where the PMD entry is none (do_huge_pmd_anonymous_page, v6.12 mm/huge_memory.c).</summary>
/// <param name="vma">The VMA.</param>
/// <param name="frames">What it may allocate.</param>
public sealed class AnonymousHugePage(VmArea vma, FaultFrames frames)
{
    /// <summary>Step: allocate and clear the huge page, and the table that is deposited with it.</summary>
    public const string AllocHugePage = "fault-alloc-huge-page";

    /// <summary>Step: the PMD entry is still none, under its lock.</summary>
    public const string RecheckPmd = "fault-recheck-huge-pmd";

    /// <summary>Step: map it.</summary>
    public const string SetHugePmd = "fault-set-huge-pmd";

    /// <summary>Step: free both, somebody was faster.</summary>
    public const string Release = "fault-release-huge-page";

    private readonly MmStruct _mm = vma.Mm;

    /// <summary>do_huge_pmd_anonymous_page.</summary>
    public void Insert(Cpu cpu, int pmdIndex)
    {
        cpu.Step(AllocHugePage);
        ForEachFrame(static (c, frame, words) => c.Allocate(frame, words, 0), cpu);
        cpu.Allocate(PhysicalMemory.FrameAddress(frames.Table), _mm.Geometry.PtrsPerPte, 0);
        Word folio = _mm.Pages[frames.HugePage];
        cpu.AtomicSet(StructPage.Refcount(folio), 1);
        cpu.SmpWmb();

        cpu.SpinLock(vma.Locks.Pmd);
        bool isFree = true;
        if (cpu.Step(RecheckPmd) && !PageTableEntry.None(cpu.ReadOnce(_mm.PmdOffset(pmdIndex))))
        {
            isFree = false;
        }

        if (isFree)
        {
            cpu.AtomicSet(StructPage.Mapcount(folio), 1);
            cpu.WriteOnce(_mm.DepositedTable, PageTableEntry.TableAt(frames.Table));
            cpu.Step(SetHugePmd);
            cpu.Observe(AnonymousPage.MappedZeros, 1);
            cpu.WriteOnce(_mm.PmdOffset(pmdIndex), _mm.Leaf(frames.HugePage, write: true));
        }

        cpu.SpinUnlock(vma.Locks.Pmd);
        if (!isFree)
        {
            cpu.Step(Release);
            cpu.Observe(AnonymousPage.FoundInstalled, 1);
            cpu.AtomicSet(StructPage.Refcount(folio), 0);
            ForEachFrame(static (c, frame, words) => c.Free(frame, words), cpu);
            cpu.Free(PhysicalMemory.FrameAddress(frames.Table), _mm.Geometry.PtrsPerPte);
        }
    }

    private void ForEachFrame(Action<Cpu, ulong, int> action, Cpu cpu)
    {
        for (int i = 0; i < _mm.Geometry.PtrsPerPte; i++)
        {
            action(cpu, PhysicalMemory.FrameAddress(frames.HugePage + (ulong)i), _mm.Geometry.WordsPerPage);
        }
    }
}
