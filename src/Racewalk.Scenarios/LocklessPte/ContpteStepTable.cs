using Racewalk.Machine;
using Racewalk.Mm.Contpte;
using Racewalk.Mm.Mapping;

namespace Racewalk.Scenarios.LocklessPte;

/// <summary>The steps of contiguous sets, with where they are in the kernel.</summary>
internal static class ContpteStepTable
{
    /// <summary>The file.</summary>
    internal const string File = "arch/arm64/mm/contpte.c";

    /// <summary>ptep_get_lockless.</summary>
    /// <param name="actor">Who reads.</param>
    internal static IReadOnlyList<Step> Lockless(string actor) =>
    [
        new(ContpteSteps.Read, actor, "contpte_ptep_get_lockless", "v6.12", File, false),
        new(ContpteSteps.Gather, actor, "contpte_ptep_get_lockless", "v6.12", File, false),
        new(ContpteSteps.Validate, actor, "contpte_ptep_get_lockless", "v6.12", File, true),
    ];

    /// <summary>contpte_convert.</summary>
    /// <param name="actor">Who folds or unfolds.</param>
    internal static IReadOnlyList<Step> Convert(string actor) =>
    [
        new(ContpteSteps.Break, actor, "contpte_convert", "v6.12", File, false),
        new(ContpteSteps.MiddleFlush, actor, "contpte_convert", "v6.12", File, true),
        new(ContpteSteps.Make, actor, "contpte_convert", "v6.12", File, false),
    ];

    /// <summary>Unmapping one page and mapping another one.</summary>
    /// <param name="actor">Who.</param>
    internal static IReadOnlyList<Step> Remap(string actor) =>
    [
        new(RemapPage.ClearPte, actor, "ptep_get_and_clear", "v6.12", "arch/arm64/include/asm/pgtable.h", false),
        new(RemapPage.PutPage, actor, "tlb_batch_pages_flush", "v6.12", "mm/mmu_gather.c", false),
        new(RemapPage.SetPte, actor, "set_ptes", "v6.12", "arch/arm64/include/asm/pgtable.h", false),
    ];

    /// <summary>The flush, as arm64 has it.</summary>
    /// <param name="actor">Who flushes.</param>
    internal static IReadOnlyList<Step> Flush(string actor) =>
        [.. CommonSteps.Flush(actor).Where(static s => s.Name is Cpu.FlushDsbIshst or Cpu.FlushDsbIsh)];
}
