using Racewalk.Mm.Collapse;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;

namespace Racewalk.Mm.Faults;

/// <summary>Who maps pages in a file mapping beside a collapse of the file: both hold the mmap lock for reading.</summary>
/// <param name="mm">The address space.</param>
/// <param name="tables">Its tables.</param>
/// <param name="mapping">The mapping.</param>
/// <param name="fresh">The PMD entry of a table that is allocated and not yet used.</param>
public sealed class FileMappingUsers(MmStruct mm, PteTables tables, FileMapping mapping, ulong fresh)
{
    /// <summary>Step: the VMA may have anonymous pages from now on (anon_vma_prepare).</summary>
    public const string PrepareAnonVma = "uffd-prepare-anon-vma";

    /// <summary>Step: look at the entry without a lock.</summary>
    public const string Look = "fault-look";

    /// <summary>Step: lock the folio that the page cache has.</summary>
    public const string LockFolio = "fault-lock-folio";

    private readonly InstallPte _install = new(mm, tables, fresh);

    /// <summary>UFFDIO_COPY into a private mapping: no folio of the page cache is locked (mfill_atomic_pte_copy, v6.12 mm/userfaultfd.c).</summary>
    public void UffdioCopy(Cpu cpu, int pmdIndex, int pteIndex, ulong entry)
    {
        cpu.Step(PrepareAnonVma);
        cpu.WriteOnce(mapping.AnonVma, 1);
        _install.Install(cpu, pmdIndex, pteIndex, entry);
    }

    /// <summary>A fault: the entry is none, so the page is looked for in the page cache, and mapped with its lock held (do_read_fault, v6.12 mm/memory.c).</summary>
    public void Fault(Cpu cpu, int pmdIndex, int pteIndex, ulong entry)
    {
        cpu.Step(Look);
        if (!PageTableEntry.None(new PteOffsetMap(mm).GetPte(cpu, pmdIndex, pteIndex)))
        {
            return;
        }

        if (cpu.Step(LockFolio))
        {
            cpu.SmpCondLoadAcquireEqual(mapping.FolioLocked, 0);
        }

        _install.Fault(cpu, pmdIndex, pteIndex, entry);
    }
}
