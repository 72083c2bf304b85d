using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Collapse;

/// <summary>The end of a collapse: the copy, then the PMD entry that maps it (collapse_huge_page, v6.12 mm/khugepaged.c). The PMD entry is none.</summary>
/// <param name="mm">The address space.</param>
/// <param name="pmdLock">The PMD lock.</param>
public sealed class PublishHugePage(MmStruct mm, Spinlock pmdLock)
{
    /// <summary>Step: take the PMD lock.</summary>
    public const string PmdLock = "collapse-pmd-lock";

    /// <summary>__collapse_huge_page_copy, __folio_mark_uptodate, set_pmd_at.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="pmdIndex">The PMD entry.</param>
    /// <param name="pfn">The frame of the small page.</param>
    /// <param name="hugePfn">The first frame of the huge page.</param>
    public void Publish(Cpu cpu, int pmdIndex, ulong pfn, ulong hugePfn)
    {
        if (cpu.Step(CollapseSteps.Copy))
        {
            cpu.WriteOnce(PhysicalMemory.FrameAddress(hugePfn), cpu.ReadOnce(PhysicalMemory.FrameAddress(pfn)));
        }

        if (cpu.Step(CollapseSteps.UptodateWmb))
        {
            cpu.SmpWmb();
        }

        cpu.Step(PmdLock);
        cpu.SpinLock(pmdLock);
        cpu.Step(CollapseSteps.SetHugePmd);
        cpu.WriteOnce(mm.PmdOffset(pmdIndex), mm.Leaf(hugePfn, write: true));
        cpu.SpinUnlock(pmdLock);
    }
}
