using Racewalk.Mm.Races;

namespace Racewalk.Scenarios.Vmas;

/// <summary>khugepaged against a read of /proc/pid/pagemap, by walk_pmd_range.</summary>
internal sealed class WalkScenario : WalkerScenario
{
    /// <inheritdoc/>
    public override string Id => "khugepaged/walk";

    /// <inheritdoc/>
    public override string Title => "Can a walk of the page tables miss pages because khugepaged had taken the PMD entry out?";

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } = StepsOf("pagemap", "pagemap_pmd_range", "fs/proc/task_mmu.c", "pagemap_pte_hole");

    /// <inheritdoc/>
    protected override WalkKind Kind => WalkKind.Pagemap;
}
