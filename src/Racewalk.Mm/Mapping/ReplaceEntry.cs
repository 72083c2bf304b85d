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
