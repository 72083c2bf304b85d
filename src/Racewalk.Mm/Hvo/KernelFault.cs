using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hvo;

/// <summary>A fault of the kernel on a struct page. x86 alone looks whether the entries forbid the access at all (spurious_kernel_fault, v6.12 arch/x86/mm/fault.c).</summary>
/// <param name="vmemmap">The memmap.</param>
public sealed class KernelFault(Vmemmap vmemmap)
{
    /// <summary>Step: look at the entries.</summary>
    public const string Look = "spurious-kernel-fault";

    /// <summary>
    /// Whether the access is to be tried again: the TLB knew less than the entries permit. arm64 looks for that only after translation faults
    /// (is_spurious_el1_translation_fault, v6.12 arch/arm64/mm/fault.c), not after permission faults.
    /// </summary>
    public bool IsSpurious(Cpu cpu, int page, bool isStore)
    {
        if (vmemmap.Pte is not X86Pte || !cpu.Step(Look))
        {
            return false;
        }

        Word pmd = cpu.ReadOnce(vmemmap.PmdOffset(page));
        Word entry = pmd;
        if (PageTableEntry.IsTable(pmd))
        {
            entry = cpu.ReadOnce(vmemmap.PteOffset(pmd, page));
        }

        ulong needed = PageTableEntry.Present | (isStore ? PageTableEntry.Write : 0);
        if ((entry & needed) == needed)
        {
            return true;
        }

        return false;
    }
}
