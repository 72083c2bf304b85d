using Racewalk.Exploration;
using Racewalk.Mm.Races;
using Racewalk.Mm.Vmas;
using Racewalk.Mm.Walkers;
using Racewalk.Programs;

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
    protected override string Walker => "pagemap";

    /// <inheritdoc/>
    protected override PmdRangeWalk WalkOf(VmArea vma, PmdNone none) => new PagemapRead(vma, none);

    /// <inheritdoc/>
    protected override FailureNote? Judge(IExecution execution, AnonWorld world)
    {
        for (int i = 0; i < world.SmallPages.Count; i++)
        {
            execution.TryGetObserved(Other, PagemapRead.Entry(i), out ulong pfn);
            if (pfn != world.SmallPages[i] && pfn != world.HugePfn + (ulong)i)
            {
                return new FailureNote(ViolationKind.Assertion, $"pagemap says that page {i} is not present; it was there all the time");
            }
        }

        return null;
    }
}
