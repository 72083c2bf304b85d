using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Vmas;

/// <summary>What a walker does that finds nothing in a PMD entry (pmd_none).</summary>
public enum NonePolicy
{
    /// <summary>Nothing is mapped there: every walker of the kernel that holds mmap_lock for reading.</summary>
    Trust,

    /// <summary>Looks again under the PMD lock; what has come is left alone.</summary>
    BackOff,

    /// <summary>Looks again under the PMD lock; what has come is walked.</summary>
    Retry,
}

/// <summary>The second look at a PMD entry that was none: what all walkers would have to be taught if a collapse did not hold mmap_lock for writing. No kernel has it.</summary>
/// <param name="vma">The VMA.</param>
/// <param name="policy">What walkers do.</param>
public sealed class PmdNone(VmArea vma, NonePolicy policy)
{
    /// <summary>Step: pmd_none again, under the PMD lock.</summary>
    public const string Recheck = "recheck-none";

    /// <summary>Observed: 1 if something had come.</summary>
    public const string HasCome = "none-no-more";

    /// <summary>Whether the walker begins again with this entry.</summary>
    public bool LooksAgain(Cpu cpu, int pmdIndex)
    {
        if (policy == NonePolicy.Trust)
        {
            return false;
        }

        cpu.Step(Recheck);
        cpu.SpinLock(vma.Locks.Pmd);
        bool hasCome = PageTableEntry.None(cpu.ReadOnce(vma.Mm.PmdOffset(pmdIndex))) ? false : true;
        if (hasCome)
        {
            cpu.Observe(HasCome, 1);
        }

        cpu.SpinUnlock(vma.Locks.Pmd);
        return hasCome && policy == NonePolicy.Retry;
    }
}
