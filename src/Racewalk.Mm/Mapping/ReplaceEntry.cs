using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Mapping;

/// <summary>
/// Puts one valid entry in the place of another by break-before-make, under the page-table lock, so that whoever faults in between waits (contpte_convert, v6.12
/// arch/arm64/mm/contpte.c; vmemmap_split_pmd as proposed for arm64).
/// </summary>
/// <param name="mm">The address space.</param>
public sealed class ReplaceEntry(MmStruct mm)
{
    /// <summary>Step: make the entry invalid, and the flush behind that.</summary>
    public const string Break = "bbm-break";

    /// <summary>Step: write the new entry.</summary>
    public const string Make = "bbm-make";

    /// <summary>
    /// Replaces a block by a table, or a table by a block, by way of a block with nT instead of an invalid entry, as FEAT_BBM level 1 permits (R_HHCXC): block, block with nT,
    /// flush, table, flush; or table, block with nT, flush, block.
    /// </summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="pmdIndex">The PMD entry.</param>
    /// <param name="between">The block with nT.</param>
    /// <param name="value">The new value.</param>
    public void ReplaceByNoTranslation(Cpu cpu, int pmdIndex, ulong between, ulong value)
    {
        cpu.SpinLock(mm.PageTableLock);
        if (cpu.Step(Break))
        {
            cpu.WriteOnce(mm.PmdOffset(pmdIndex), between);
            mm.FlushPmd(cpu, pmdIndex);
        }

        cpu.Step(Make);
        cpu.WriteOnce(mm.PmdOffset(pmdIndex), value);
        mm.FlushPmd(cpu, pmdIndex);
        cpu.SpinUnlock(mm.PageTableLock);
    }

    /// <summary>Replaces entries.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="pmdIndex">The PMD entry that they belong to.</param>
    /// <param name="entries">The addresses of the entries with their new values.</param>
    public void Replace(Cpu cpu, int pmdIndex, params (ulong Address, ulong Value)[] entries)
    {
        cpu.SpinLock(mm.PageTableLock);
        bool breaks = cpu.Step(Break);
        if (breaks)
        {
            foreach ((ulong address, _) in entries)
            {
                cpu.WriteOnce(address, 0);
            }

            mm.FlushPmd(cpu, pmdIndex);
        }

        cpu.Step(Make);
        foreach ((ulong address, ulong value) in entries)
        {
            cpu.WriteOnce(address, value);
        }

        if (!breaks)
        {
            mm.FlushPmd(cpu, pmdIndex);
        }

        cpu.SpinUnlock(mm.PageTableLock);
    }
}
