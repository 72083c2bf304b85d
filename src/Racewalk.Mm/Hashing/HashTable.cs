namespace Racewalk.Mm.Hashing;

/// <summary>
/// The hashed page table (htab), with one entry for each page of an address space: v with the valid bit, r with frame and protection (v6.12
/// arch/powerpc/include/asm/book3s/64/mmu-hash.h). Groups of eight, the secondary hash and eviction are left out.
/// </summary>
/// <param name="space">The address space that the entries translate.</param>
/// <param name="locks">HPTE_V_LOCK of each entry, as a word of its own.</param>
public sealed class HashTable(AddressSpace space, IReadOnlyList<Spinlock> locks)
{
    /// <summary>The size of an entry (struct hash_pte), in bytes.</summary>
    public const ulong EntrySize = 16;

    /// <summary>HPTE_V_VALID.</summary>
    public const ulong Valid = 1;

    /// <summary>The address space.</summary>
    public AddressSpace Space => space;

    /// <summary>The address of an entry's v.</summary>
    public Word V(int page) => space.Root + ((ulong)page * EntrySize);

    /// <summary>The address of an entry's r.</summary>
    public Word R(int page) => V(page) + 8;

    /// <summary>native_lock_hpte, native_unlock_hpte.</summary>
    public Spinlock LockOf(int page) => locks[page];
}
