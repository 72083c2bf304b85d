using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Contpte;

/// <summary>contpte_ptep_set_access_flags: adds flags to an entry that may be one of a contiguous set (arch/arm64/mm/contpte.c of 7.x, and of v6.12.117 stable).</summary>
/// <param name="block">The sets.</param>
/// <param name="convert">What unfolds them.</param>
public sealed class ContpteAccessFlags(ContBlock block, ContpteConvert convert)
{
    /// <summary>
    /// Step: nothing is to do only if every entry of the set has the flags. Without it, as up to v6.12: if what is gathered from the set has them.
    /// </summary>
    public const string EachEntry = "access-flags-each-entry";

    /// <summary>Step: set the flags in every entry of the set.</summary>
    public const string SetEach = "access-flags-set-each";

    private const ulong Compared = PageTableEntry.ReadOnly | PageTableEntry.Accessed | PageTableEntry.Write | PageTableEntry.Dirty;

    /// <summary>ptep_set_access_flags.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="mm">The address space.</param>
    /// <param name="page">The page.</param>
    /// <param name="ptep">Where its entry is.</param>
    /// <param name="entry">The entry as it was read, with the flags.</param>
    /// <param name="isStore">Whether the fault was a store.</param>
    /// <returns>Whether anything was to do.</returns>
    public bool Set(Cpu cpu, MmStruct mm, int page, Word ptep, Word entry, bool isStore)
    {
        Word wanted = entry & ~PageTableEntry.Contiguous;
        Word old = cpu.ReadOnce(ptep);
        if (!ContBlock.IsValidCont(old))
        {
            return SetOne(cpu, mm, page, ptep, old, wanted, isStore);
        }

        if (cpu.Step(EachEntry) ? AllHave(cpu, ptep, wanted) : (mm.Ptep.Get(cpu, ptep) & ~PageTableEntry.Contiguous) == wanted)
        {
            return false;
        }

        if ((old & PageTableEntry.Write) != (wanted & PageTableEntry.Write))
        {
            convert.TryUnfold(cpu, mm, page, ptep);
            return SetOne(cpu, mm, page, ptep, cpu.ReadOnce(ptep), wanted, isStore);
        }

        Word start = block.AlignDown(ptep);
        cpu.Step(SetEach);
        for (int i = 0; i < block.Entries; i++)
        {
            block.Pte.SetAccessFlags(cpu, ContBlock.EntryAt(start, i), wanted);
        }

        if (isStore)
        {
            mm.FlushPages(cpu, block.FirstPage(page), block.Entries);
        }

        return true;
    }

    private Flag AllHave(Cpu cpu, Word ptep, Word wanted)
    {
        Word start = block.AlignDown(ptep);
        for (int i = 0; i < block.Entries; i++)
        {
            if ((cpu.ReadOnce(ContBlock.EntryAt(start, i)) & Compared) != (wanted & Compared))
            {
                return false;
            }
        }

        return true;
    }

    private bool SetOne(Cpu cpu, MmStruct mm, int page, Word ptep, Word old, Word wanted, bool isStore)
    {
        if (old == wanted)
        {
            return false;
        }

        block.Pte.SetAccessFlags(cpu, ptep, wanted);
        if (isStore)
        {
            mm.FlushPages(cpu, page, 1);
        }

        return true;
    }
}
