using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Sharing;

/// <summary>How an entry is made read-only.</summary>
public enum WriteProtectKind
{
    /// <summary>A compare-and-exchange, tried again (__ptep_set_wrprotect, v6.12 arch/arm64/include/asm/pgtable.h).</summary>
    CompareExchange,

    /// <summary>A load, then a store: nobody does that where the hardware writes entries, too.</summary>
    Plain,
}

/// <summary>
/// Makes a page read-only and then looks at it, sure that it does not change any more: fork (copy_present_ptes, v6.12 mm/memory.c, and the flush of dup_mmap,
/// v6.12 kernel/fork.c). The child is a reader of the page here.
/// </summary>
/// <param name="mm">The parent's address space.</param>
/// <param name="kind">How the entry is made read-only.</param>
public sealed class WriteProtectPage(MmStruct mm, WriteProtectKind kind)
{
    /// <summary>Step: the entry becomes read-only.</summary>
    public const string Protect = "protect-pte";

    /// <summary>Step: flush the parent's translations.</summary>
    public const string FlushParent = "protect-flush-mm";

    /// <summary>Step: the child reads the page.</summary>
    public const string ChildReads = "protect-child-reads";

    /// <summary>Observed: what the child reads first.</summary>
    public const string First = "child-first";

    /// <summary>Observed: what it reads from the same word later.</summary>
    public const string Second = "child-second";

    /// <summary>Protects the page of an entry and reads its first word twice.</summary>
    public void ProtectAndRead(Cpu cpu, int pmdIndex, int pteIndex, ulong pfn)
    {
        Word ptep = mm.PteOffset(cpu.ReadOnce(mm.PmdOffset(pmdIndex)), pteIndex);
        cpu.SpinLock(mm.PageTableLock);
        cpu.Step(Protect);
        if (kind == WriteProtectKind.CompareExchange)
        {
            mm.Pte.SetWriteProtect(cpu, ptep);
        }
        else
        {
            cpu.WriteOnce(ptep, mm.Pte.WriteProtect(cpu.ReadOnce(ptep)));
        }

        cpu.SpinUnlock(mm.PageTableLock);
        if (cpu.Step(FlushParent))
        {
            mm.FlushMm(cpu);
        }

        cpu.Step(ChildReads);
        Word data = PhysicalMemory.FrameAddress(pfn);
        Word first = cpu.ReadOnce(data);
        cpu.Observe(First, first);
        cpu.Observe(Second, cpu.ReadOnce(data));
    }
}
