namespace Racewalk.Mm.Hvo.Arm64;

/// <summary>An entry of the memmap that is to change while it is live.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Value">What it becomes.</param>
/// <param name="FirstPage">The first vmemmap page that it maps.</param>
/// <param name="Pages">How many.</param>
public readonly record struct EntryUpdate(ulong Address, ulong Value, int FirstPage, int Pages);

/// <summary>A way to change live entries of the memmap on arm64: the strategies of the threads of 2024, none of them merged.</summary>
/// <param name="vmemmap">The memmap.</param>
public abstract class VmemmapUpdate(Vmemmap vmemmap)
{
    /// <summary>The memmap.</summary>
    protected Vmemmap Vmemmap => vmemmap;

    /// <summary>Changes entries.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="between">What the caller does while they are broken; for experiments.</param>
    public abstract void Update(Cpu cpu, IReadOnlyList<EntryUpdate> entries, Action<Cpu>? between = null);

    /// <summary>Whether other CPUs' TLBs can be flushed by interrupts: not if others wait, with interrupts off, for what this CPU does before and after the flush.</summary>
    public virtual bool CanFlushByInterrupt => false;

    /// <summary>A list of entries to pass to <see cref="Update"/>, again and again.</summary>
    public virtual List<EntryUpdate> NewBatch() => [];

    /// <summary>A block becomes a table that maps the same pages.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="table">The PMD entry, alone in a list of <see cref="NewBatch"/>.</param>
    public virtual void Split(Cpu cpu, IReadOnlyList<EntryUpdate> table) => Update(cpu, table);

    /// <summary>
    /// A fault on a struct page. By default the kernel's: there is no entry, an oops. That a walk was older than the entry (is_spurious_el1_translation_fault, v6.12
    /// arch/arm64/mm/fault.c) does not happen here, even without FEAT_ETS2: hvo-arm64/update ets=0.
    /// </summary>
    /// <returns>Whether the access is to be tried again.</returns>
    public virtual bool HandleFault(Cpu cpu, PageFault fault) => false;

    /// <summary>Makes the entries invalid, and nobody uses what they were.</summary>
    protected void Break(Cpu cpu, IReadOnlyList<EntryUpdate> entries)
    {
        cpu.Step(UpdateSteps.Break);
        for (int i = 0; i < entries.Count; i++)
        {
            cpu.WriteOnce(entries[i].Address, 0);
        }

        Flush(cpu, entries);
    }

    /// <summary>Makes one entry invalid, and nobody uses what it was.</summary>
    protected void Break(Cpu cpu, EntryUpdate entry)
    {
        cpu.Step(UpdateSteps.Break);
        cpu.WriteOnce(entry.Address, 0);
        Flush(cpu, entry);
    }

    /// <summary>Writes the new entries.</summary>
    protected void Make(Cpu cpu, IReadOnlyList<EntryUpdate> entries)
    {
        cpu.Step(UpdateSteps.Make);
        for (int i = 0; i < entries.Count; i++)
        {
            vmemmap.SetPte(cpu, entries[i].Address, entries[i].Value);
        }
    }

    /// <summary>Writes a new entry.</summary>
    protected void Make(Cpu cpu, EntryUpdate entry)
    {
        cpu.Step(UpdateSteps.Make);
        vmemmap.SetPte(cpu, entry.Address, entry.Value);
    }

    /// <summary>flush_tlb_kernel_range over all the entries map.</summary>
    protected void Flush(Cpu cpu, IReadOnlyList<EntryUpdate> entries)
    {
        (int first, int end) = (int.MaxValue, 0);
        for (int i = 0; i < entries.Count; i++)
        {
            first = Math.Min(first, entries[i].FirstPage);
            end = Math.Max(end, entries[i].FirstPage + entries[i].Pages);
        }

        cpu.FlushTlbKernelRange(vmemmap.Space, first, end - first, lastLevelOnly: false);
    }

    /// <summary>flush_tlb_kernel_range over what one entry maps.</summary>
    protected void Flush(Cpu cpu, EntryUpdate entry) => cpu.FlushTlbKernelRange(vmemmap.Space, entry.FirstPage, entry.Pages, lastLevelOnly: false);
}
