using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Contpte;

/// <summary>
/// Folding and unfolding of contiguous sets, and what changes a whole set in place, under the page-table lock (v6.12 arch/arm64/mm/contpte.c). That one folio covers the set is
/// taken for granted where its frames are contiguous.
/// </summary>
/// <param name="block">The sets.</param>
/// <param name="skipsMiddleFlush">Whether every CPU has FEAT_BBM level 2 without conflict aborts, so that convert does without its flush (7.x).</param>
public sealed class ContpteConvert(ContBlock block, bool skipsMiddleFlush = false)
{
    /// <summary>contpte_try_unfold: before one entry of a set changes.</summary>
    public void TryUnfold(Cpu cpu, MmStruct mm, int page, Word ptep)
    {
        Word pte = cpu.ReadOnce(ptep);
        if (ContBlock.IsValidCont(pte))
        {
            Convert(cpu, mm, page, ptep, pte & ~PageTableEntry.Contiguous);
        }
    }

    /// <summary>contpte_try_fold: after the last entry of what may be a set was written.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="mm">The address space.</param>
    /// <param name="page">The page.</param>
    /// <param name="ptep">Where its entry is.</param>
    /// <param name="pte">Its entry.</param>
    public void TryFold(Cpu cpu, MmStruct mm, int page, Word ptep, Word pte)
    {
        bool isLast = page % block.Entries == block.Entries - 1;
        if (!isLast)
        {
            return;
        }

        if ((PageTableEntry.Pfn(pte) % (ulong)block.Entries) != (ulong)(block.Entries - 1))
        {
            return;
        }

        Word start = block.AlignDown(ptep);
        Word expected = ContBlock.OldClean(block.FirstOf(pte));
        for (int i = 0; i < block.Entries; i++)
        {
            Word entry = cpu.ReadOnce(ContBlock.EntryAt(start, i));
            if (ContBlock.OldClean(entry) != ContBlock.Advance(expected, i))
            {
                return;
            }
        }

        Convert(cpu, mm, page, ptep, pte | PageTableEntry.Contiguous);
    }

    /// <summary>contpte_convert: break, flush, make; the access flag and the dirty state of all go into each.</summary>
    private void Convert(Cpu cpu, MmStruct mm, int page, Word ptep, Word pte)
    {
        Word start = block.AlignDown(ptep);
        Word first = block.FirstOf(pte);
        for (int i = 0; i < block.Entries; i++)
        {
            cpu.Step(ContpteSteps.Break);
            first = block.Gather(first, cpu.XchgRelaxed(ContBlock.EntryAt(start, i), 0));
        }

        if (!skipsMiddleFlush && cpu.Step(ContpteSteps.MiddleFlush))
        {
            mm.FlushPages(cpu, block.FirstPage(page), block.Entries);
        }

        for (int i = 0; i < block.Entries; i++)
        {
            cpu.Step(ContpteSteps.Make);
            cpu.WriteOnce(ContBlock.EntryAt(start, i), ContBlock.Advance(first, i));
        }
    }

    /// <summary>contpte_wrprotect_ptes of a whole set: in place. The caller flushes.</summary>
    public void WriteProtect(Cpu cpu, Word ptep)
    {
        Word start = block.AlignDown(ptep);
        for (int i = 0; i < block.Entries; i++)
        {
            cpu.Step(ContpteSteps.WriteProtect);
            block.Pte.SetWriteProtect(cpu, ContBlock.EntryAt(start, i));
        }
    }

    /// <summary>contpte_ptep_test_and_clear_young: the whole set, in place.</summary>
    public void ClearYoung(Cpu cpu, Word ptep)
    {
        Word start = block.AlignDown(ptep);
        for (int i = 0; i < block.Entries; i++)
        {
            cpu.Step(ContpteSteps.ClearYoung);
            block.Pte.ClearYoung(cpu, ContBlock.EntryAt(start, i));
        }
    }

    /// <summary>contpte_set_ptes of a whole set, where nothing is mapped.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="ptep">Where an entry of the set is.</param>
    /// <param name="pte">The first page's entry.</param>
    public void SetBlock(Cpu cpu, Word ptep, Word pte)
    {
        Word start = block.AlignDown(ptep);
        for (int i = 0; i < block.Entries; i++)
        {
            cpu.Step(ContpteSteps.SetBlock);
            cpu.WriteOnce(ContBlock.EntryAt(start, i), ContBlock.Advance(pte | PageTableEntry.Contiguous, i));
        }
    }

    /// <summary>contpte_get_and_clear_full_ptes of a whole set: it is not unfolded. The caller flushes.</summary>
    public void ClearBlock(Cpu cpu, Word ptep)
    {
        Word start = block.AlignDown(ptep);
        for (int i = 0; i < block.Entries; i++)
        {
            cpu.Step(ContpteSteps.ClearBlock);
            cpu.XchgRelaxed(ContBlock.EntryAt(start, i), 0);
        }
    }
}
