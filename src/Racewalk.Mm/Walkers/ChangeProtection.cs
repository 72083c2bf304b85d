using Racewalk.Mm.Memory;
using Racewalk.Mm.Migration;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Walkers;

/// <summary>Who takes the permission to write away.</summary>
public enum ProtectionCaller
{
    /// <summary>mprotect(PROT_READ): mmap_lock for writing (do_mprotect_pkey, v6.12 mm/mprotect.c).</summary>
    Mprotect,

    /// <summary>UFFDIO_WRITEPROTECT: mmap_lock for reading (mwriteprotect_range, v6.12 mm/userfaultfd.c).</summary>
    UffdWriteProtect,
}

/// <summary>Takes the permission to write away from all that one PMD entry maps (change_protection, v6.12 mm/mprotect.c).</summary>
/// <param name="vma">The VMA.</param>
/// <param name="clear">How entries are cleared.</param>
/// <param name="none">What it does where the PMD entry is none.</param>
/// <param name="caller">Who does it.</param>
public sealed class ChangeProtection(VmArea vma, EntryClear clear, PmdNone none, ProtectionCaller caller)
{
    /// <summary>Step: mmap_lock.</summary>
    public const string MmapLock = "protect-mmap-lock";

    /// <summary>Step, mprotect only: the VMA no longer allows stores (vma_start_write, vm_flags_reset).</summary>
    public const string ResetFlags = "protect-vm-flags";

    /// <summary>Step: is there anything, is it huge? Without a lock.</summary>
    public const string LookAtPmd = "protect-look-at-pmd";

    /// <summary>Step: change a huge entry, with the PMD lock.</summary>
    public const string ChangeHuge = "protect-huge-pmd";

    /// <summary>Step: change the PTEs, with their lock.</summary>
    public const string ChangePtes = "protect-ptes";

    /// <summary>Observed: 1 if it found nothing in the PMD entry.</summary>
    public const string FoundNone = "protect-found-none";

    /// <summary>Observed: 1 if it changed a huge entry.</summary>
    public const string ChangedHuge = "protect-changed-huge";

    /// <summary>Observed: 1 if it changed PTEs.</summary>
    public const string ChangedSmall = "protect-changed-small";

    private readonly MmStruct _mm = vma.Mm;

    /// <summary>The whole of it.</summary>
    public void Protect(Cpu cpu, int pmdIndex)
    {
        cpu.Step(MmapLock);
        if (caller == ProtectionCaller.Mprotect)
        {
            vma.MmapLock.WriteLock(cpu);
            cpu.Step(ResetFlags);
            vma.StartWrite(cpu);
            cpu.WriteOnce(vma.VmFlags, cpu.ReadOnce(vma.VmFlags) & ~VmArea.Write);
            Change(cpu, pmdIndex);
            vma.MmapLock.WriteUnlock(cpu);
        }
        else
        {
            vma.MmapLock.ReadLock(cpu);
            Change(cpu, pmdIndex);
            vma.MmapLock.ReadUnlock(cpu);
        }
    }

    /// <summary>
    /// mprotect(PROT_READ | PROT_WRITE): the VMA allows stores again. Entries become writable by the next fault; the kernel makes those of exclusive pages so at once (MM_CP_TRY_CHANGE_WRITABLE), which is
    /// left out.
    /// </summary>
    public void Unprotect(Cpu cpu)
    {
        cpu.Step(MmapLock);
        vma.MmapLock.WriteLock(cpu);
        vma.StartWrite(cpu);
        cpu.WriteOnce(vma.VmFlags, cpu.ReadOnce(vma.VmFlags) | VmArea.Write);
        vma.MmapLock.WriteUnlock(cpu);
    }

    private void Change(Cpu cpu, int pmdIndex)
    {
        bool isFound = vma.IsFound(cpu);
        while (isFound && !ChangePmdRange(cpu, pmdIndex))
        {
        }

        _mm.FlushPmd(cpu, pmdIndex);
    }

    // change_pmd_range of one entry. False: look at it again.
    private bool ChangePmdRange(Cpu cpu, int pmdIndex)
    {
        Word pmdp = _mm.PmdOffset(pmdIndex);
        cpu.Step(LookAtPmd);
        if (PageTableEntry.None(cpu.ReadOnce(pmdp)))
        {
            cpu.Observe(FoundNone, 1);
            return !none.LooksAgain(cpu, pmdIndex);
        }

        if (HugePmd.IsTransHuge(cpu.ReadOnce(pmdp)) && TryChangeHuge(cpu, pmdIndex))
        {
            return true;
        }

        return TryChangePtes(cpu, pmdIndex);
    }

    // change_huge_pmd: the entry is never none in between (pmdp_invalidate_ad keeps it, not valid).
    private bool TryChangeHuge(Cpu cpu, int pmdIndex)
    {
        if (!vma.Locks.TransHugeLock(cpu, pmdIndex, out Word pmd))
        {
            return false;
        }

        cpu.Step(ChangeHuge);
        cpu.Observe(ChangedHuge, 1);
        cpu.WriteOnce(_mm.PmdOffset(pmdIndex), Protected(pmd));
        cpu.SpinUnlock(vma.Locks.Pmd);
        return true;
    }

    // change_pte_range: ptep_modify_prot_start takes an entry out while it is changed.
    private bool TryChangePtes(Cpu cpu, int pmdIndex)
    {
        if (vma.Locks.PteOffsetMapLock(cpu, pmdIndex, out Word pmd) is not { } ptl)
        {
            return false;
        }

        for (int i = 0; i < _mm.Geometry.PtrsPerPte; i++)
        {
            Word ptep = _mm.PteOffset(pmd, i);
            cpu.Step(ChangePtes);
            Word seen = cpu.ReadOnce(ptep);
            if (MigrationEntry.Is(seen))
            {
                // make_readable_migration_entry: the page must not come back writable.
                cpu.WriteOnce(ptep, Protected(seen));
            }
            else if (PageTableEntry.IsPresent(seen))
            {
                Word pte = clear.GetAndClear(cpu, ptep);
                cpu.Observe(ChangedSmall, 1);
                cpu.WriteOnce(ptep, Protected(pte));
            }
        }

        cpu.SpinUnlock(ptl);
        return true;
    }

    private Word Protected(Word entry)
    {
        Word readOnly = entry & ~PageTableEntry.Write;
        return caller == ProtectionCaller.UffdWriteProtect ? readOnly | PageTableEntry.UffdWp : readOnly;
    }
}
