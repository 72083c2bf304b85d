using Racewalk.Mm.Teardown;

namespace Racewalk.Scenarios.GupFast;

/// <summary>The steps of unmapping a page, with where they are in the kernel.</summary>
internal static class ZapStepTable
{
    /// <summary>Steps of a zap.</summary>
    /// <param name="actor">Who zaps.</param>
    internal static IReadOnlyList<Step> Zap(string actor) =>
    [
        new(ZapPte.ClearPte, actor, "zap_present_ptes", "v6.12", "mm/memory.c", false),
        .. CommonSteps.Flush(actor),
        new(ZapPte.PutPage, actor, "tlb_batch_pages_flush", "v6.12", "mm/mmu_gather.c", false),
    ];
}
