namespace Racewalk.Mm.Hvo.Arm64;

/// <summary>No strategy: the entries change in place and are flushed behind it, as on the architectures that have HVO (vmemmap_remap_pte, v6.12 mm/hugetlb_vmemmap.c).</summary>
/// <param name="vmemmap">The memmap.</param>
public sealed class InPlaceUpdate(Vmemmap vmemmap) : VmemmapUpdate(vmemmap)
{
    /// <inheritdoc/>
    public override bool CanFlushByInterrupt => true;

    /// <inheritdoc/>
    public override void Update(Cpu cpu, IReadOnlyList<EntryUpdate> entries, Action<Cpu>? between = null)
    {
        Make(cpu, entries);
        between?.Invoke(cpu);
        Flush(cpu, entries);
    }
}
