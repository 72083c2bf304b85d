namespace Racewalk.Mm.Memory;

/// <summary>
/// What an unmapping has taken out and may not free before the flush (struct mmu_gather, v6.12 include/asm-generic/tlb.h, mm/mmu_gather.c). It belongs to one unmapping at a time.
/// </summary>
/// <param name="mm">The address space.</param>
/// <param name="capacity">How many pages it takes, and how many tables, before it has to be flushed (MAX_GATHER_BATCH, MAX_TABLE_BATCH).</param>
public sealed class MmuGather(MmStruct mm, int capacity)
{
    /// <summary>Step: flush what was taken out.</summary>
    public const string Flush = "tlb-flush-mmu";

    /// <summary>Step: the flush is one of walk caches, too, if a table was taken out.</summary>
    public const string FreedTables = "tlb-freed-tables";

    /// <summary>Step: put the pages.</summary>
    public const string PutPages = "tlb-put-pages";

    private readonly Word[] _pages = new Word[capacity];
    private readonly Word[] _tables = new Word[capacity];
    private int _count;
    private int _tableCount;
    private int _start = int.MaxValue;
    private int _end;

    /// <summary>tlb_remove_tlb_entry: pages whose translations must go.</summary>
    /// <param name="page">The first page.</param>
    /// <param name="pages">How many.</param>
    public void RemoveTlbEntries(int page, int pages)
    {
        _start = Math.Min(_start, page);
        _end = Math.Max(_end, page + pages);
    }

    /// <summary>pte_free_tlb: a table was taken out.</summary>
    /// <param name="page">The first page that it could map.</param>
    /// <param name="pages">How many.</param>
    /// <param name="pmd">The entry that led to it.</param>
    /// <returns>Whether there is no room for another.</returns>
    public bool RemoveTable(int page, int pages, Word pmd)
    {
        RemoveTlbEntries(page, pages);
        _tables[_tableCount++] = pmd;
        return _tableCount == capacity;
    }

    /// <summary>The tables that were taken out, each as the entry that led to it.</summary>
    public ReadOnlySpan<Word> Tables => _tables.AsSpan(0, _tableCount);

    /// <summary>The tables are freed, or about to be.</summary>
    public void ForgetTables() => _tableCount = 0;

    /// <summary>__tlb_remove_page: a folio that loses a reference after the flush.</summary>
    /// <returns>Whether there is no room for another.</returns>
    public bool RemovePage(Word folio)
    {
        _pages[_count++] = folio;
        return _count == capacity;
    }

    /// <summary>tlb_flush_mmu_tlbonly.</summary>
    public void FlushTlbOnly(Cpu cpu)
    {
        if (_end > _start && cpu.Step(Flush))
        {
            mm.FlushRange(cpu, _start, _end - _start, _tableCount > 0 && cpu.Step(FreedTables));
        }

        _start = int.MaxValue;
        _end = 0;
    }

    /// <summary>tlb_batch_pages_flush.</summary>
    public void FreePages(Cpu cpu)
    {
        for (int i = 0; i < _count; i++)
        {
            cpu.Step(PutPages);
            PageReference.FolioPutRefs(cpu, mm, _pages[i], 1);
        }

        _count = 0;
    }

    /// <summary>tlb_flush_mmu, when no table is in it.</summary>
    public void FlushMmu(Cpu cpu)
    {
        FlushTlbOnly(cpu);
        FreePages(cpu);
    }

    /// <summary>tlb_remove_table_sync_one: returns when no CPU is in a section with interrupts off that had begun before.</summary>
    public static void TlbRemoveTableSyncOne(Cpu cpu) => cpu.SmpCallFunction(IpiFunction.DoNothing);

    /// <summary>pte_free: gives the table's frame back at once.</summary>
    public static void PteFree(Cpu cpu, MmStruct mm, Word pmd) => mm.PageAllocator.PteFree(cpu, mm, pmd);
}
