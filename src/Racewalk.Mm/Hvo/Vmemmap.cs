using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hvo;

/// <summary>
/// The memmap behind its own page tables: struct pages are reached by kernel virtual addresses, through one PMD entry that is a block or points to a table of PTEs. What is
/// reached may change, and a CPU may still reach what was there before.
/// </summary>
public sealed class Vmemmap
{
    /// <summary>What the CPUs walk. Its pages are vmemmap pages.</summary>
    public required AddressSpace Space { get; init; }

    /// <summary>The address of the PMD entry.</summary>
    public required ulong Pmd { get; init; }

    /// <summary>init_mm.page_table_lock: held only around the split.</summary>
    public required Spinlock PageTableLock { get; init; }

    /// <summary>What the architecture makes of entries.</summary>
    public required ArchPte Pte { get; init; }

    /// <summary>How far into a vmemmap page its words lie; words that nobody looks at are left out.</summary>
    public required IReadOnlyList<int> Words { get; init; }

    /// <summary>The count of hugetlb_optimize_vmemmap_key; 0 if other folios are optimised anyway, and nobody has to look.</summary>
    public ulong StaticKey { get; init; }

    /// <summary>The virtual address of a struct page.</summary>
    /// <param name="page">The vmemmap page.</param>
    /// <param name="slot">Which struct page of it.</param>
    public ulong StructPageAt(int page, int slot) => Space.AddressOf(page, slot * (int)StructPage.Size);

    /// <summary>The CPU in the kernel, accessing struct pages.</summary>
    public TranslatedCpu On(Cpu cpu) => cpu.InKernelMode(Space);

    /// <summary>pte_offset_kernel: the address of the PTE of a vmemmap page.</summary>
    public Word PteOffset(Cpu cpu, int page) => PageTableEntry.FrameAddress(cpu.ReadOnce(Pmd)) + ((ulong)page * 8);

    /// <summary>set_pte_at of a valid kernel entry: arm64 has barriers behind it (__set_pte, v6.12 arch/arm64/include/asm/pgtable.h).</summary>
    public void SetPte(Cpu cpu, Word ptep, Word entry)
    {
        cpu.WriteOnce(ptep, entry);
        if (Pte is Arm64Pte)
        {
            cpu.EmitPteBarriers(HvoSteps.SetPteDsb, HvoSteps.SetPteIsb);
        }
    }

    /// <summary>copy_page from the page that an address of the memmap is mapped to, to a frame by the linear map.</summary>
    public void CopyPage(Cpu cpu, int page, ulong pfn)
    {
        foreach (int word in Words)
        {
            cpu.WriteOnce(PhysicalMemory.FrameAddress(pfn) + (ulong)word, On(cpu).Load(Space.AddressOf(page, word)));
        }
    }

    /// <summary>__free_page of a vmemmap page.</summary>
    public void FreePage(Cpu cpu, ulong pfn)
    {
        foreach (int word in Words)
        {
            cpu.Free(PhysicalMemory.FrameAddress(pfn) + (ulong)word, 1);
        }
    }
}
