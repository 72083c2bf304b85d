using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;

namespace Racewalk.Mm.Faults;

/// <summary>What an attempt to map a page comes to.</summary>
public enum InstallOutcome
{
    /// <summary>It is mapped.</summary>
    Installed,

    /// <summary>Somebody else has mapped something there.</summary>
    Occupied,

    /// <summary>The table went away meanwhile: the access is tried again, or the ioctl returns -EAGAIN.</summary>
    NoTable,
}

/// <summary>
/// Maps a page where there is nothing: pte_alloc, pte_offset_map_lock, set_pte_at (do_anonymous_page and finish_fault, v6.12 mm/memory.c; mfill_atomic_install_pte, v6.12 mm/userfaultfd.c).
/// </summary>
/// <param name="mm">The address space.</param>
/// <param name="tables">Its tables.</param>
/// <param name="fresh">The PMD entry of a table that is allocated and not yet used.</param>
public sealed class InstallPte(MmStruct mm, PteTables tables, ulong fresh)
{
    /// <summary>Step: put a fresh table where there is none (pmd_install).</summary>
    public const string InstallPmd = "install-pmd";

    /// <summary>Step: the fresh table is empty before it can be found.</summary>
    public const string InstallPmdWmb = "install-pmd-wmb";

    /// <summary>Step: map the page.</summary>
    public const string SetPte = "install-pte";

    /// <summary>Observed: 1 if the page was mapped.</summary>
    public const string Installed = "page-installed";

    private readonly PteOffsetMapLock _map = new(mm, tables);

    /// <summary>One attempt.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="pmdIndex">The PMD entry.</param>
    /// <param name="pteIndex">The PTE.</param>
    /// <param name="entry">What is to be mapped.</param>
    public InstallOutcome Install(Cpu cpu, int pmdIndex, int pteIndex, ulong entry)
    {
        if (PageTableEntry.None(cpu.ReadOnce(mm.PmdOffset(pmdIndex))))
        {
            PteAlloc(cpu, pmdIndex);
        }

        Word pmd = _map.Lock(cpu, pmdIndex, out Spinlock? ptl);
        if (pmd == 0)
        {
            return InstallOutcome.NoTable;
        }

        InstallOutcome outcome = InstallOutcome.Occupied;
        Word ptep = mm.PteOffset(pmd, pteIndex);
        if (PageTableEntry.None(cpu.ReadOnce(ptep)))
        {
            cpu.Step(SetPte);
            cpu.Observe(Installed, 1);
            cpu.WriteOnce(ptep, entry);
            outcome = InstallOutcome.Installed;
        }

        _map.Unlock(cpu, ptl);
        return outcome;
    }

    /// <summary>As a page fault does: tries again until there is something.</summary>
    public InstallOutcome Fault(Cpu cpu, int pmdIndex, int pteIndex, ulong entry)
    {
        InstallOutcome outcome;
        do
        {
            outcome = Install(cpu, pmdIndex, pteIndex, entry);
        }
        while (outcome == InstallOutcome.NoTable);
        return outcome;
    }

    /// <summary>__pte_alloc, pmd_install (v6.12 mm/memory.c).</summary>
    private void PteAlloc(Cpu cpu, int pmdIndex)
    {
        cpu.SpinLock(tables.PmdLock);
        if (PageTableEntry.None(cpu.ReadOnce(mm.PmdOffset(pmdIndex))))
        {
            if (cpu.Step(InstallPmdWmb))
            {
                cpu.SmpWmb();
            }

            cpu.Step(InstallPmd);
            cpu.WriteOnce(mm.PmdOffset(pmdIndex), fresh);
        }

        cpu.SpinUnlock(tables.PmdLock);
    }
}
