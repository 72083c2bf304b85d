using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Collapse;

/// <summary>How a reader goes from a PMD entry to the page.</summary>
public enum HugePageReadKind
{
    /// <summary>By the address in the entry, as walks of hardware and software do.</summary>
    Walk,

    /// <summary>By an address that it knows; the entry only tells that it may.</summary>
    KnownAddress,

    /// <summary>As <see cref="KnownAddress"/>, and the entry is read under the PMD lock.</summary>
    PmdLock,
}

/// <summary>Reads a word of a huge page, if a PMD entry maps it.</summary>
/// <param name="mm">The address space.</param>
/// <param name="pmdLock">The PMD lock.</param>
/// <param name="kind">How.</param>
public sealed class HugePageReader(MmStruct mm, Spinlock pmdLock, HugePageReadKind kind)
{
    /// <summary>Step: read the PMD entry.</summary>
    public const string ReadPmd = "reader-pmd";

    /// <summary>Step: read the page.</summary>
    public const string ReadPage = "reader-page";

    /// <summary>Observed: what the page holds; not observed if nothing is mapped.</summary>
    public const string Value = "value";

    /// <summary>Reads.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="pmdIndex">The PMD entry.</param>
    /// <param name="hugePfn">The frame, for those who know it.</param>
    public void Read(Cpu cpu, int pmdIndex, ulong hugePfn)
    {
        cpu.Step(ReadPmd);
        if (kind == HugePageReadKind.PmdLock)
        {
            cpu.SpinLock(pmdLock);
        }

        Word pmd = LocklessEntry.PmdpGetLockless(cpu, mm.PmdOffset(pmdIndex));
        if (kind == HugePageReadKind.PmdLock)
        {
            cpu.SpinUnlock(pmdLock);
        }

        if (PageTableEntry.IsPresent(pmd))
        {
            cpu.Step(ReadPage);
            cpu.Observe(Value, cpu.ReadOnce(kind == HugePageReadKind.Walk ? PageTableEntry.FrameAddress(pmd) : PhysicalMemory.FrameAddress(hugePfn)));
        }
    }
}
