namespace Racewalk.Hardware;

/// <summary>
/// A CPU's TLB: sets of a few ways, looked up by page and address space. Its CPU alone puts entries in; any CPU may take them out. A block is kept page by page, as small cores do it;
/// entries that point to tables are not kept.
/// </summary>
/// <param name="state">What the CPU shows others.</param>
internal sealed class Tlb(CpuState state)
{
    internal const int Sets = 64;
    internal const int Ways = 4;
    private const int AsidBits = 16;

    private readonly ulong[] _tags = new ulong[Sets * Ways];
    private readonly ulong[] _leaves = new ulong[Sets * Ways];
    private uint _victim;

    /// <summary>Begins an access: from here on whoever invalidates waits for its end.</summary>
    internal void Enter()
    {
        ref ulong access = ref state.Access;
        Volatile.Write(ref access, access + 1);
    }

    /// <summary>Ends it.</summary>
    internal void Leave()
    {
        ref ulong access = ref state.Access;
        Volatile.Write(ref access, access + 1);
    }

    /// <summary>The entry that maps a page, if it is kept.</summary>
    internal bool TryFind(AddressSpace space, int page, out ulong leaf)
    {
        ulong tag = TagOf(space, page);
        int first = (page & (Sets - 1)) * Ways;
        for (int i = first; i < first + Ways; i++)
        {
            if (Volatile.Read(ref _tags[i]) == tag)
            {
                leaf = _leaves[i];
                return true;
            }
        }

        leaf = 0;
        return false;
    }

    /// <summary>Keeps an entry.</summary>
    internal void Keep(AddressSpace space, int page, ulong leaf)
    {
        ulong tag = TagOf(space, page);
        int first = (page & (Sets - 1)) * Ways;
        int place = first + (int)(_victim++ % Ways);
        for (int i = first; i < first + Ways; i++)
        {
            // One entry a page: that of a load that a store walks again.
            if (Volatile.Read(ref _tags[i]) == tag)
            {
                place = i;
            }
        }

        Volatile.Write(ref _tags[place], 0);
        _leaves[place] = leaf;
        Volatile.Write(ref _tags[place], tag);
    }

    /// <summary>Takes out the entries of some pages of an address space. By any CPU.</summary>
    /// <param name="space">The address space; null for all.</param>
    /// <param name="firstPage">The first page.</param>
    /// <param name="pages">How many; 0 for all.</param>
    internal void Drop(AddressSpace? space, int firstPage, int pages)
    {
        if (space is not null && pages is > 0 and < Sets)
        {
            for (int page = firstPage; page < firstPage + pages; page++)
            {
                DropOne(TagOf(space, page), (page & (Sets - 1)) * Ways);
            }

            return;
        }

        for (int i = 0; i < _tags.Length; i++)
        {
            ulong tag = Volatile.Read(ref _tags[i]);
            if (tag != 0 && (space is null || (tag & ((1UL << AsidBits) - 1)) == space.Asid))
            {
                Interlocked.CompareExchange(ref _tags[i], 0, tag);
            }
        }
    }

    private void DropOne(ulong tag, int first)
    {
        for (int i = first; i < first + Ways; i++)
        {
            if (Volatile.Read(ref _tags[i]) == tag)
            {
                Interlocked.CompareExchange(ref _tags[i], 0, tag);
            }
        }
    }

    // The top bit says that there is one.
    private static ulong TagOf(AddressSpace space, int page) => (1UL << 63) | (ulong)(uint)page << AsidBits | space.Asid;
}
