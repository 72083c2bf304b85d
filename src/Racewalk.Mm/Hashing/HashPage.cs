using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hashing;

/// <summary>What hash_page comes to.</summary>
public enum HashPageOutcome
{
    /// <summary>The access is tried again: an entry is in the hash table now, or somebody else is at work.</summary>
    Retry,

    /// <summary>The page tables do not permit the access: do_page_fault is next.</summary>
    Fault,
}

/// <summary>
/// The low-level fault of the hash MMU (hash_page_mm, v6.12 arch/powerpc/mm/book3s64/hash_utils.c; __hash_page_4K, hash_4k.c): with interrupts off and without a lock it looks for the
/// entry in the page tables and puts what it says into the hash table. Interrupts that are off are all that keeps the table of PTEs from going away meanwhile.
/// </summary>
/// <param name="mm">The address space.</param>
/// <param name="table">The hash table.</param>
public sealed class HashPage(MmStruct mm, HashTable table)
{
    /// <summary>Step: look for the entry in the page tables (__find_linux_pte).</summary>
    public const string FindPte = "hash-find-pte";

    /// <summary>Step: mark the entry busy, accessed, and dirty for a store.</summary>
    public const string MarkBusy = "hash-mark-busy";

    /// <summary>Step: write the entry of the hash table.</summary>
    public const string Insert = "hash-insert";

    /// <summary>Step: r is there before v (eieio in native_hpte_insert).</summary>
    public const string InsertEieio = "hash-insert-eieio";

    /// <summary>Step: the entry is there before the access is tried again (ptesync in native_hpte_insert).</summary>
    public const string InsertPtesync = "hash-insert-ptesync";

    /// <summary>Step: an entry that was there gets new protection.</summary>
    public const string UpdateProtection = "hash-updatepp";

    /// <summary>Step: the entry says that it has one in the hash table, and is not busy any more.</summary>
    public const string SetHashPte = "hash-set-hashpte";

    /// <summary>hash_page_mm.</summary>
    /// <param name="cpu">The CPU that faulted.</param>
    /// <param name="pmdIndex">The PMD entry of the address.</param>
    /// <param name="pteIndex">The PTE of the address.</param>
    /// <param name="isStore">Whether the access writes.</param>
    public HashPageOutcome Handle(Cpu cpu, int pmdIndex, int pteIndex, bool isStore)
    {
        cpu.LocalIrqSave();
        cpu.Step(FindPte);
        Word ptep = mm.PmdOffset(pmdIndex);
        Word pmd = cpu.ReadOnce(ptep);
        if (PageTableEntry.IsPresent(pmd) && PageTableEntry.IsTable(pmd))
        {
            ptep = mm.PteOffset(pmd, pteIndex);
        }

        HashPageOutcome outcome = HashEntry(cpu, ptep, (pmdIndex * mm.Geometry.PtrsPerPte) + pteIndex, isStore);
        cpu.LocalIrqRestore();
        return outcome;
    }

    /// <summary>__hash_page_4K; __hash_page_thp for an entry that maps a huge page.</summary>
    private HashPageOutcome HashEntry(Cpu cpu, Word ptep, int page, bool isStore)
    {
        Word old;
        Word busy;
        do
        {
            cpu.Step(MarkBusy);
            old = cpu.ReadOnce(ptep);
            if ((old & PageTableEntry.Busy) != 0)
            {
                return HashPageOutcome.Retry;
            }

            if (!PageTableEntry.IsPresent(old) || (isStore && !PageTableEntry.IsWritable(old)))
            {
                return HashPageOutcome.Fault;
            }

            busy = old | PageTableEntry.Busy | PageTableEntry.Accessed | (isStore ? PageTableEntry.Dirty : 0);
        }
        while (cpu.Cmpxchg(ptep, old, busy) != old);

        if (!TryUpdateProtection(cpu, old, page, busy))
        {
            InsertEntry(cpu, page, busy);
        }

        cpu.Step(SetHashPte);
        cpu.WriteOnce(ptep, (busy & ~PageTableEntry.Busy) | PageTableEntry.HashPte);
        return HashPageOutcome.Retry;
    }

    /// <summary>native_hpte_insert (v6.12 arch/powerpc/mm/book3s64/hash_native.c).</summary>
    private void InsertEntry(Cpu cpu, int page, Word pte)
    {
        cpu.SpinLock(table.LockOf(page));
        cpu.Step(Insert);
        cpu.WriteOnce(table.R(page), ProtectionOf(pte));
        if (cpu.Step(InsertEieio))
        {
            cpu.Eieio();
        }

        cpu.WriteOnce(table.V(page), HashTable.Valid);
        cpu.SpinUnlock(table.LockOf(page));
        if (cpu.Step(InsertPtesync))
        {
            cpu.Ptesync();
        }
    }

    /// <summary>native_hpte_updatepp: an entry of the hash table that is still there gets the protection of the PTE; then it is invalidated in the TLBs.</summary>
    private bool TryUpdateProtection(Cpu cpu, Word old, int page, Word pte)
    {
        if ((old & PageTableEntry.HashPte) == 0)
        {
            return false;
        }

        cpu.SpinLock(table.LockOf(page));
        bool isThere = false;
        if ((cpu.ReadOnce(table.V(page)) & HashTable.Valid) != 0)
        {
            isThere = true;
            cpu.Step(UpdateProtection);
            cpu.WriteOnce(table.R(page), ProtectionOf(pte));
        }

        cpu.SpinUnlock(table.LockOf(page));
        if (isThere)
        {
            cpu.HashTlbie(table.Space, page);
        }

        return isThere;
    }

    /// <summary>htab_convert_pte_flags: a page that is writable and clean is mapped read-only, so that the first store comes here.</summary>
    private static Word ProtectionOf(Word pte)
    {
        const ulong writable = PageTableEntry.Write | PageTableEntry.Dirty;
        Word r = PageTableEntry.FrameAddress(pte) | PageTableEntry.Present | (pte & (PageTableEntry.User | PageTableEntry.NotGlobal));
        return Word.Select((pte & writable) == writable, r | PageTableEntry.Write, r);
    }
}
