using Racewalk.Mm.Faults;
using Racewalk.Mm.Vmas;

namespace Racewalk.Trials.Worlds;

/// <summary>A VMA of a world, the PMD entries that it covers, and what handles its faults.</summary>
/// <param name="Vma">The VMA.</param>
/// <param name="FirstPmd">The first PMD entry.</param>
/// <param name="Pmds">How many.</param>
/// <param name="Fault">The fault handler; it has no state.</param>
public sealed record WorldVma(VmArea Vma, int FirstPmd, int Pmds, AnonFault Fault)
{
    /// <summary>Whether it covers a PMD entry.</summary>
    public bool Covers(int pmdIndex) => pmdIndex >= FirstPmd && pmdIndex < FirstPmd + Pmds;
}
