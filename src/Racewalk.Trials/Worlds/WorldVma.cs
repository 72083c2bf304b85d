using Racewalk.Mm.Faults;
using Racewalk.Mm.Teardown;
using Racewalk.Mm.Vmas;

namespace Racewalk.Trials.Worlds;

/// <summary>A VMA of a process, the PMD entries that it covers, and what handles its faults.</summary>
/// <param name="Vma">The VMA.</param>
/// <param name="FirstPmd">The first PMD entry.</param>
/// <param name="Pmds">How many.</param>
/// <param name="Fault">The fault handler; it has no state.</param>
public sealed record WorldVma(VmArea Vma, int FirstPmd, int Pmds, AnonFault Fault)
{
    /// <summary>Its pages.</summary>
    public PageRange Pages => new(FirstPmd * MmWorld.PtrsPerTable, (FirstPmd + Pmds) * MmWorld.PtrsPerTable);
}
