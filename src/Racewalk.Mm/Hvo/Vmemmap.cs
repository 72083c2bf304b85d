using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hvo;

/// <summary>
/// The memmap behind its own page tables: struct pages are reached by kernel virtual addresses, through PMD entries that are blocks or point to tables of PTEs. What is
/// reached may change, and a CPU may still reach what was there before.
/// </summary>
public sealed class Vmemmap
{
    /// <summary>What the CPUs walk. Its pages are vmemmap pages.</summary>
    public required AddressSpace Space
    {
        get;
        init
        {
            field = value;
            PtrsPerPte = value.Entries[^1];
        }
    }

    /// <summary>How many vmemmap pages a PMD entry maps (PTRS_PER_PTE).</summary>
    public int PtrsPerPte { get; private init; }

    /// <summary>The address of the first PMD entry.</summary>
    public required ulong Pmd { get; init; }

    /// <summary>init_mm.page_table_lock: held only around the split.</summary>
    public required Spinlock PageTableLock { get; init; }

    /// <summary>What the architecture makes of entries.</summary>
    public required ArchPte Pte { get; init; }

    /// <summary>How far into a vmemmap page its words lie; words that nobody looks at are left out.</summary>
    public required IReadOnlyList<int> Words { get; init; }

    /// <summary>Where its pages come from and go to.</summary>
    public required VmemmapPages Pages { get; init; }

    /// <summary>
    /// How many struct pages at the beginning of a folio hold what only the head should have, so that a copy of its page must be mended (NR_RESET_STRUCT_PAGE, v6.12 mm/hugetlb_vmemmap.c: 3).
    /// </summary>
    public int HeadStructPages { get; init; } = 1;

    /// <summary>The count of hugetlb_optimize_vmemmap_key; 0 if other folios are optimised anyway, and nobody has to look.</summary>
    public ulong StaticKey { get; init; }

    /// <summary>The virtual address of a struct page.</summary>
    /// <param name="page">The vmemmap page.</param>
    /// <param name="slot">Which struct page of it.</param>
    public ulong StructPageAt(int page, int slot) => Space.AddressOf(page, slot * (int)StructPage.Size);

    /// <summary>The CPU in the kernel, accessing struct pages.</summary>
    public TranslatedCpu On(Cpu cpu) => cpu.InKernelMode(Space);

    /// <summary>pmd_off_k: the address of the PMD entry of a vmemmap page.</summary>
    public ulong PmdOffset(int page) => Pmd + ((ulong)(page / PtrsPerPte) * 8);

    /// <summary>pte_offset_kernel: the address of the PTE of a vmemmap page, by a PMD entry that was read.</summary>
    public Word PteOffset(Word pmd, int page) => PageTableEntry.FrameAddress(pmd) + ((ulong)(page % PtrsPerPte) * 8);

    /// <summary>The address of the PTE of a vmemmap page, by the PMD entry there is now.</summary>
    public Word PteOffset(Cpu cpu, int page) => PteOffset(cpu.ReadOnce(PmdOffset(page)), page);

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
    public void CopyPage(Cpu cpu, int page, ulong pfn) => On(cpu).CopyPage(PhysicalMemory.FrameAddress(pfn), Space.AddressOf(page), Words);
}
