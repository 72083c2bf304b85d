using Racewalk.Mm.Races;
using Racewalk.Mm.Teardown;
using Racewalk.Mm.Vmas;

namespace Racewalk.Scenarios.Vmas;

/// <summary>The page-table locks of khugepaged, with the PMD lock kept, against those of a zap that frees the table it has emptied.</summary>
internal sealed class LockOrderScenario : KhugepagedScenario
{
    private const string Reclaim = "mm/pt_reclaim.c";

    private static readonly Axis s_ptl = new("ptl", ["split-pmd", "split-pte", "none"], "page-table locks: of each table; of each PTE table, and page_table_lock for PMD entries; page_table_lock alone");
    private static readonly Axis s_locks = KhugepagedAxes.Locks with { Values = ["mmap-write", "pmd-kept"] };

    /// <inheritdoc/>
    public override string Id => "khugepaged/lock-order";

    /// <inheritdoc/>
    public override string Title => "Can khugepaged hold two page-table locks at once?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [KhugepagedAxes.Arch, s_locks, s_ptl];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. AnonCollapseStepTable.Collapse,
        AnonCollapseStepTable.Nested,
        .. DontneedStepTable.Dontneed,
        new(PtReclaim.Trylock, "MADV_DONTNEED", "try_get_and_clear_pmd", "v6.14", Reclaim, true),
        new(PtReclaim.ClearPmd, "MADV_DONTNEED", "try_get_and_clear_pmd", "v6.14", Reclaim, false),
        new(PtReclaim.FreeTable, "MADV_DONTNEED", "free_pte", "v6.14", Reclaim, false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("arch=arm64", "khugepaged never holds both"),
        Expect.Violated("arch=arm64 -collapse-mmap-lock", "mutant: MADV_DONTNEED finds the entry none, under its free lock, too"),
        Expect.Holds("arch=sc ptl=split-pte", "khugepaged never holds both"),
        Expect.Violated("arch=sc ptl=split-pte -collapse-mmap-lock", "mutant"),
        Expect.Holds("arch=sc ptl=none", "khugepaged never holds both; the zap's trylock fails, its own lock is the same"),
        Expect.Violated("arch=sc ptl=none -collapse-mmap-lock", "mutant"),
        Expect.Holds("arch=sc -reclaim-trylock", "redundant as long as khugepaged does not nest them: one order is as good as the other"),
        Expect.Violated("arch=sc ptl=none -reclaim-trylock", "one lock, taken twice: a self-deadlock"),

        // The proposal: the PTE lock inside the PMD lock.
        Expect.Holds("arch=arm64 locks=pmd-kept", "PMD, then PTE; the other order is tried only"),
        Expect.Holds("arch=x86-64 locks=pmd-kept", "PMD, then PTE; the other order is tried only"),
        Expect.Holds("arch=sc locks=pmd-kept", "PMD, then PTE; the other order is tried only"),
        Expect.Violated("arch=arm64 locks=pmd-kept -reclaim-trylock", "4d: PMD then PTE against PTE then PMD, a deadlock"),
        Expect.Violated("arch=x86-64 locks=pmd-kept -reclaim-trylock", "4d"),
        Expect.Violated("arch=sc locks=pmd-kept -reclaim-trylock", "4d: needs no weak memory"),
        Expect.Holds("arch=sc locks=pmd-kept -ptl-differs", "redundant with split locks: there are two"),
        Expect.Holds("arch=sc locks=pmd-kept ptl=split-pte", "PMD, then PTE, with page_table_lock for the first"),
        Expect.Violated("arch=sc locks=pmd-kept ptl=split-pte -reclaim-trylock", "4d"),
        Expect.Holds("arch=sc locks=pmd-kept ptl=none", "one lock, taken once"),
        Expect.Violated("arch=sc locks=pmd-kept ptl=none -ptl-differs", "4d: without the test the second lock is the first, a self-deadlock"),
        Expect.Holds("arch=arm64 locks=pmd-kept ptl=none", "one lock, taken once"),
        Expect.Violated("arch=arm64 locks=pmd-kept ptl=none -ptl-differs", "4d: a self-deadlock"),
    ];

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        PtlSplit split = variant[s_ptl.Name] switch
        {
            "split-pte" => PtlSplit.Pte,
            "none" => PtlSplit.None,
            _ => PtlSplit.Pmd,
        };
        var world = new AnonWorld(split);
        var dontneed = new MadviseDontneed(world.Vma, KernelChoices.PteClear(variant), new PmdNone(world.Vma, NonePolicy.Retry), new PtReclaim(world.Vma));
        return InstanceOf(variant, world, "MADV_DONTNEED", cpu => dontneed.Zap(cpu, 0), e => ExecutionOutcome.FailureOf(world.CheckZapped(new ExecutionOutcome(e))), Witnesses(variant, split));
    }

    private static IEnumerable<Witness> Witnesses(Variant variant, PtlSplit split)
    {
        yield return Collapses;
        yield return GivesUp;
        yield return OtherSees("the huge page is zapped", MadviseDontneed.ZappedHuge);
        if (split != PtlSplit.None)
        {
            yield return OtherSees("the empty table is freed", PtReclaim.Reclaimed);
        }

        if (variant.Keeps(PageTableLocks.Differ) && variant.Keeps(PtReclaim.Trylock) && split != PtlSplit.None)
        {
            yield return OtherSees("the PMD lock is not free inside the PTE lock", PtReclaim.WasLocked);
        }
    }
}
