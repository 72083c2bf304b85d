namespace Racewalk.Mm.Hvo.Arm64;

/// <summary>An entry of the memmap that is to change while it is live.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Value">What it becomes.</param>
/// <param name="FirstPage">The first vmemmap page that it maps.</param>
/// <param name="Pages">How many.</param>
public sealed record EntryUpdate(ulong Address, ulong Value, int FirstPage, int Pages);

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
        foreach (EntryUpdate entry in entries)
        {
            cpu.WriteOnce(entry.Address, 0);
        }

        Flush(cpu, entries);
    }

    /// <summary>Writes the new entries.</summary>
    protected void Make(Cpu cpu, IReadOnlyList<EntryUpdate> entries)
    {
        cpu.Step(UpdateSteps.Make);
        foreach (EntryUpdate entry in entries)
        {
            vmemmap.SetPte(cpu, entry.Address, entry.Value);
        }
    }

    /// <summary>flush_tlb_kernel_range over all the entries map.</summary>
    protected void Flush(Cpu cpu, IReadOnlyList<EntryUpdate> entries)
    {
        int first = entries.Min(static e => e.FirstPage);
        cpu.FlushTlbKernelRange(vmemmap.Space, first, entries.Max(static e => e.FirstPage + e.Pages) - first, lastLevelOnly: false);
    }
}
