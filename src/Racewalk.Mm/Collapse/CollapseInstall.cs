using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Collapse;

/// <summary>K14 and K15, with the PMD lock held: maps what was copied to.</summary>
/// <param name="vma">The VMA.</param>
/// <param name="order">As for <see cref="AnonCollapse"/>.</param>
internal sealed class CollapseInstall(VmArea vma, int? order)
{
    private readonly MmStruct _mm = vma.Mm;
    private readonly PgtableDeposit _deposit = new(vma.Mm);

    /// <summary>Maps it.</summary>
    internal void Install(Cpu cpu, int pmdIndex, Word table, ulong pfn)
    {
        if (order is null)
        {
            InstallHuge(cpu, pmdIndex, table, pfn);
        }
        else
        {
            InstallPtes(cpu, pmdIndex, table, pfn, 1 << order.Value);
        }
    }

    // The end of collapse_huge_page, v6.12.
    private void InstallHuge(Cpu cpu, int pmdIndex, Word table, ulong pfn)
    {
        cpu.Step(AnonCollapseSteps.AddRmap);
        cpu.AtomicSet(StructPage.Mapcount(_mm.Pages[pfn]), 1);
        StructPage.SetAnonExclusive(cpu, _mm.Pages[pfn]);
        cpu.Step(CollapseSteps.DepositTable);
        _deposit.Deposit(cpu, table);
        cpu.Step(CollapseSteps.SetHugePmd);
        cpu.Observe(Khugepaged.Collapsed, 1);
        cpu.WriteOnce(_mm.PmdOffset(pmdIndex), Word.Select(vma.MayWrite(cpu), _mm.Leaf(pfn, write: true), _mm.Leaf(pfn, write: false)));
    }

    // With mTHP collapse: the table first, since an architecture may walk it when an entry is set.
    private void InstallPtes(Cpu cpu, int pmdIndex, Word table, ulong pfn, int pages)
    {
        Spinlock ptl = vma.Locks.Pte(cpu, table);
        bool taken = vma.Locks.NestPte(cpu, ptl);
        cpu.Step(AnonCollapseSteps.PopulatePmd);
        cpu.WriteOnce(_mm.PmdOffset(pmdIndex), table);
        cpu.Step(AnonCollapseSteps.AddRmap);
        cpu.AtomicAdd(StructPage.Refcount(_mm.Pages[pfn]), (ulong)pages - 1);
        for (int i = 0; i < pages; i++)
        {
            ulong page = pfn + (ulong)i;
            cpu.AtomicSet(StructPage.Mapcount(_mm.Pages[page]), 1);
            StructPage.SetAnonExclusive(cpu, _mm.Pages[page]);
            cpu.Step(AnonCollapseSteps.SetPtes);
            cpu.Observe(Khugepaged.Collapsed, 1);
            cpu.WriteOnce(_mm.PteOffset(table, i), Word.Select(vma.MayWrite(cpu), _mm.Leaf(page, write: true), _mm.Leaf(page, write: false)));
        }

        if (taken)
        {
            cpu.SpinUnlock(ptl);
        }
    }
}
