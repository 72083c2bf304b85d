using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;

namespace Racewalk.Mm.Kvm;

/// <summary>MADV_DONTNEED of one page between notifiers (zap_page_range_single, v6.12 mm/memory.c): flush and put of the page come behind the second.</summary>
/// <param name="mm">The address space.</param>
/// <param name="zap">How the page is zapped.</param>
/// <param name="notifier">The notifier.</param>
public sealed class ZapPageRange(MmStruct mm, ZapPte zap, KvmMmuNotifier notifier)
{
    /// <summary>zap_page_range_single.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="pmdIndex">The PMD entry.</param>
    /// <param name="pteIndex">The PTE.</param>
    /// <param name="start">The first guest frame that the notifier is told.</param>
    /// <param name="end">The one behind the last.</param>
    public void Zap(Cpu cpu, int pmdIndex, int pteIndex, int start, int end)
    {
        notifier.InvalidateRangeStart(cpu, start, end);
        Word pmd = cpu.ReadOnce(mm.PmdOffset(pmdIndex));
        cpu.SpinLock(mm.PageTableLock);
        zap.ClearPresentPte(cpu, pmd, pteIndex, out Word page);
        cpu.SpinUnlock(mm.PageTableLock);
        notifier.InvalidateRangeEnd(cpu);
        zap.FinishMmu(cpu, page, pmdIndex, pteIndex);
    }
}
