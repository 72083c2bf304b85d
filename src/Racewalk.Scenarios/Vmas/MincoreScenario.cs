using Racewalk.Mm.Races;

namespace Racewalk.Scenarios.Vmas;

/// <summary>khugepaged against mincore.</summary>
internal sealed class MincoreScenario : WalkerScenario
{
    /// <inheritdoc/>
    public override string Id => "khugepaged/mincore";

    /// <inheritdoc/>
    public override string Title => "Can mincore miss resident pages because khugepaged had taken the PMD entry out?";

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } = StepsOf("mincore", "mincore_pte_range", "mm/mincore.c", "mincore_unmapped_range");

    /// <inheritdoc/>
    protected override WalkKind Kind => WalkKind.Mincore;
}
