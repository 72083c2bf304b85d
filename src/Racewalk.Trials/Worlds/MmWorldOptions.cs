using Racewalk.Mm.Faults;
using Racewalk.Mm.Vmas;

namespace Racewalk.Trials.Worlds;

/// <summary>What an address space on the native machine is made of.</summary>
public sealed record MmWorldOptions
{
    /// <summary>How many VMAs: one behind the other, each begins where a PMD entry does.</summary>
    public int Vmas { get; init; } = 1;

    /// <summary>How many PMD entries each VMA covers.</summary>
    public int PmdsPerVma { get; init; } = 4;

    /// <summary>How many frames there are for pages and tables; 0 for as many as all VMAs can need at once, and a quarter more.</summary>
    public int Frames { get; init; }

    /// <summary>Which locks page tables have.</summary>
    public PtlSplit Split { get; init; } = PtlSplit.Pmd;

    /// <summary>What kind of kernel handles faults.</summary>
    public FaultOptions Fault { get; init; } = new(PerVmaLock: true, HugePages: false);

    /// <summary>How many of the VMAs, from the last on, get huge pages at once (MADV_HUGEPAGE), whatever <see cref="Fault"/> says.</summary>
    public int HugeVmas { get; init; }

    /// <summary>Whether freed memory is poisoned: the machine must be, too. Then all of it is resident from the start.</summary>
    public bool Poisons { get; init; }

    /// <summary>What handles the faults of a VMA.</summary>
    internal FaultOptions FaultOf(int vma) => vma < Vmas - HugeVmas ? Fault : Fault with
    {
        HugePages = true,
    };

    /// <summary>How many PMD entries all VMAs cover.</summary>
    internal int Pmds => Vmas * PmdsPerVma;
}
