namespace Racewalk.Mm.Hvo;

/// <summary>What an optimisation or a restore is asked for.</summary>
/// <param name="Era">The kernel.</param>
/// <param name="IsBatch">Whether the flush is left to the caller (VMEMMAP_REMAP_NO_TLB_FLUSH, VMEMMAP_SPLIT_NO_TLB_FLUSH).</param>
/// <param name="Order">The order of its steps.</param>
public sealed record HvoOptions(HvoEra Era, bool IsBatch = false, HvoOrder Order = HvoOrder.Kernel)
{
    /// <summary>Whether readers look at the static key, and writers wait for a grace period.</summary>
    public bool HasRcu => Era is HvoEra.E4 or HvoEra.E5;

    /// <summary>Whether the tails share the head's page: then each shows a fake head.</summary>
    public bool HasFakeHeads => Era != HvoEra.E7;
}
