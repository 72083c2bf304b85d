using Racewalk.Mm.Faults;
using Racewalk.Mm.Vmas;

namespace Racewalk.Scenarios.Vmas;

/// <summary>The steps of a page fault in anonymous memory with where they are in the kernel.</summary>
internal static class FaultStepTable
{
    private const string Actor = "page fault";
    private const string Memory = "mm/memory.c";
    private const string Huge = "mm/huge_memory.c";

    /// <summary>The steps.</summary>
    internal static IReadOnlyList<Step> Fault { get; } =
    [
        new(VmArea.ReadCheck, Actor, "vma_start_read", "v6.12", "include/linux/mm.h", true),
        new(VmArea.ReadTrylock, Actor, "vma_start_read", "v6.12", "include/linux/mm.h", false),
        new(VmArea.ReadRecheck, Actor, "vma_start_read", "v6.12", "include/linux/mm.h", true),
        new(AnonFault.MmapLock, Actor, "lock_mm_and_find_vma", "v6.12", Memory, false),
        new(AnonFault.LookAtPmd, Actor, "__handle_mm_fault", "v6.12", Memory, false),
        new(AnonFault.LookAtPte, Actor, "handle_pte_fault", "v6.12", Memory, false),
        new(AnonFault.SetFlags, Actor, "handle_pte_fault", "v6.12", Memory, false),
        new(AnonymousPage.AllocTable, Actor, "__pte_alloc", "v6.12", Memory, false),
        new(AnonymousPage.RecheckPmd, Actor, "pmd_install", "v6.12", Memory, true),
        new(AnonymousPage.PopulatePmd, Actor, "pmd_install", "v6.12", Memory, false),
        new(AnonymousPage.FreeTable, Actor, "__pte_alloc", "v6.12", Memory, false),
        new(AnonymousPage.AllocPage, Actor, "do_anonymous_page", "v6.12", Memory, false),
        new(AnonymousPage.RecheckPte, Actor, "do_anonymous_page", "v6.12", Memory, false),
        new(AnonymousPage.SetPte, Actor, "do_anonymous_page", "v6.12", Memory, false),
        new(AnonymousHugePage.AllocHugePage, Actor, "do_huge_pmd_anonymous_page", "v6.12", Huge, false),
        new(AnonymousHugePage.RecheckPmd, Actor, "__do_huge_pmd_anonymous_page", "v6.12", Huge, true),
        new(AnonymousHugePage.SetHugePmd, Actor, "__do_huge_pmd_anonymous_page", "v6.12", Huge, false),
        new(AnonymousHugePage.Release, Actor, "__do_huge_pmd_anonymous_page", "v6.12", Huge, false),
    ];

    /// <summary>Those of the VMA's own lock.</summary>
    internal static IEnumerable<string> VmaOnly => [VmArea.ReadCheck, VmArea.ReadTrylock, VmArea.ReadRecheck];

    /// <summary>Those of a fault that maps one if it can.</summary>
    internal static IEnumerable<string> HugeOnly =>
        [AnonymousHugePage.AllocHugePage, AnonymousHugePage.RecheckPmd, AnonymousHugePage.SetHugePmd, AnonymousHugePage.Release];
}
