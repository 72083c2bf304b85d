using Racewalk.Mm.Memory;
using Racewalk.Mm.Migration;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Faults;

/// <summary>The page fault of user code in a private anonymous VMA (handle_mm_fault, v6.12 mm/memory.c).</summary>
/// <param name="vma">The VMA.</param>
/// <param name="options">What kind of kernel handles it.</param>
public sealed class AnonFault(VmArea vma, FaultOptions options)
{
    /// <summary>Step: mmap_lock, for reading.</summary>
    public const string MmapLock = "fault-mmap-lock";

    /// <summary>Step: what does the PMD entry say? Without a lock.</summary>
    public const string LookAtPmd = "fault-look-at-pmd";

    /// <summary>Step: what does the PTE say? Without a lock.</summary>
    public const string LookAtPte = "fault-look-at-pte";

    /// <summary>Step: the PTE is there already: set its flags, if it is unchanged under the lock.</summary>
    public const string SetFlags = "fault-set-flags";

    /// <summary>Observed: 1 if the VMA's own lock was enough.</summary>
    public const string TookVmaLock = "fault-took-vma-lock";

    /// <summary>Observed: 1 if something was mapped already.</summary>
    public const string WasMapped = "fault-was-mapped";

    /// <summary>Observed: 1 if there is no VMA any more: a signal.</summary>
    public const string BadArea = "fault-bad-area";

    /// <summary>Observed: 1 if nothing was done, so that the access faults again.</summary>
    public const string Refault = "fault-again";

    private readonly MmStruct _mm = vma.Mm;
    private readonly AnonymousPage _page = new(vma);
    private readonly AnonymousHugePage _huge = new(vma);
    private readonly WpHugePage _wpHuge = new(vma, options.Clear);
    private readonly WpPage _wp = new(vma, options.Clear, options.Reuse);

    /// <summary>do_user_addr_fault (v6.12 arch/x86/mm/fault.c), once.</summary>
    /// <returns><see cref="VmFault.None"/>, <see cref="VmFault.Oom"/> or <see cref="VmFault.Sigsegv"/>.</returns>
    public VmFault Handle(Cpu cpu, int pmdIndex, int pteIndex, bool isStore)
    {
        if (options.PerVmaLock && vma.LockUnderRcu(cpu))
        {
            cpu.Observe(TookVmaLock, 1);
            VmFault outcome = HandleMmFault(cpu, pmdIndex, pteIndex, isStore);
            vma.EndRead(cpu);
            return outcome;
        }

        cpu.Step(MmapLock);
        vma.MmapLock.ReadLock(cpu);
        VmFault fault = VmFault.Sigsegv;
        if (vma.IsFound(cpu))
        {
            fault = HandleMmFault(cpu, pmdIndex, pteIndex, isStore);
        }
        else
        {
            cpu.Observe(BadArea, 1);
        }

        vma.MmapLock.ReadUnlock(cpu);
        return fault;
    }

    // __handle_mm_fault, behind access_error.
    private VmFault HandleMmFault(Cpu cpu, int pmdIndex, int pteIndex, bool isStore)
    {
        if (isStore && !vma.MayWrite(cpu))
        {
            return VmFault.Sigsegv;
        }

        cpu.Step(LookAtPmd);
        if (options.HugePages && PageTableEntry.None(cpu.ReadOnce(_mm.PmdOffset(pmdIndex))))
        {
            VmFault fault = _huge.Insert(cpu, pmdIndex);
            if (fault != VmFault.Fallback)
            {
                return fault;
            }
        }

        Word pmd = cpu.ReadOnce(_mm.PmdOffset(pmdIndex));
        if (!HugePmd.IsTransHuge(pmd))
        {
            return HandlePteFault(cpu, pmdIndex, pteIndex, isStore);
        }

        if (isStore && PageTableEntry.IsPresent(pmd) && !PageTableEntry.IsWritable(pmd))
        {
            VmFault fault = _wpHuge.DoHugePmdWpPage(cpu, pmdIndex, pmd);
            return fault == VmFault.Fallback ? HandlePteFault(cpu, pmdIndex, pteIndex, isStore) : fault;
        }

        // huge_pmd_set_accessed: nothing to do here.
        cpu.Observe(WasMapped, 1);
        return VmFault.None;
    }

    // handle_pte_fault.
    private VmFault HandlePteFault(Cpu cpu, int pmdIndex, int pteIndex, bool isStore)
    {
        // pte_offset_map_nolock, to pte_unmap or the table's lock.
        cpu.RcuReadLock();
        Word pmd = cpu.ReadOnce(_mm.PmdOffset(pmdIndex));
        if (PageTableEntry.None(pmd))
        {
            cpu.RcuReadUnlock();
            return _page.DoAnonymousPage(cpu, pmdIndex, pteIndex, isStore);
        }

        if (!PageTableEntry.IsTable(pmd))
        {
            cpu.RcuReadUnlock();
            cpu.Observe(Refault, 1);
            return VmFault.None;
        }

        Word ptep = _mm.PteOffset(pmd, pteIndex);
        cpu.Step(LookAtPte);
        Word pte = cpu.ReadOnce(ptep);
        if (PageTableEntry.None(pte))
        {
            cpu.RcuReadUnlock();
            return _page.DoAnonymousPage(cpu, pmdIndex, pteIndex, isStore);
        }

        Spinlock ptl = vma.Locks.Pte(cpu, pmd);
        cpu.SpinLock(ptl);
        cpu.RcuReadUnlock();
        if (!PageTableEntry.IsPresent(pte))
        {
            // do_swap_page: nothing is swapped out here, so it is a migration entry.
            MigrationEntry.Wait(cpu, _mm, ptep, pte, ptl);
            cpu.Observe(Refault, 1);
            return VmFault.None;
        }

        cpu.Step(SetFlags);
        if (cpu.ReadOnce(ptep) != pte)
        {
            cpu.Observe(Refault, 1);
        }
        else if (isStore && !PageTableEntry.IsWritable(pte))
        {
            return _wp.DoWpPage(cpu, pmdIndex, pteIndex, ptep, pte, ptl);
        }
        else
        {
            cpu.Observe(WasMapped, 1);
        }

        cpu.SpinUnlock(ptl);
        return VmFault.None;
    }
}
