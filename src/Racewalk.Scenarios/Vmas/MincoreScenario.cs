using Racewalk.Exploration;
using Racewalk.Mm.Races;
using Racewalk.Mm.Vmas;
using Racewalk.Mm.Walkers;
using Racewalk.Programs;

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
    protected override string Walker => "mincore";

    /// <inheritdoc/>
    protected override PmdRangeWalk WalkOf(VmArea vma, PmdNone none) => new Mincore(vma, none);

    /// <inheritdoc/>
    protected override FailureNote? Judge(IExecution execution, AnonWorld world)
    {
        for (int i = 0; i < world.SmallPages.Count; i++)
        {
            if (!Saw(execution, Other, Mincore.Vec(i)))
            {
                return new FailureNote(ViolationKind.Assertion, $"mincore says that page {i} is not resident; it was all the time");
            }
        }

        return null;
    }
}
