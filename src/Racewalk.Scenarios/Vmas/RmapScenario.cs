using Racewalk.Exploration;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Migration;
using Racewalk.Mm.Races;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Vmas;

/// <summary>khugepaged against the end of a migration, which finds by rmap where the page was mapped.</summary>
internal sealed class RmapScenario : KhugepagedScenario
{
    private const string Actor = "migration";
    private const string Khugepaged = "khugepaged";

    private static readonly Axis s_order = new("order", ["mthp", "pmd"], "how many pages become one: two of the four under the PMD entry, the migrated page is a neighbour (v7.x); or all two, it is one of them");

    /// <inheritdoc/>
    public override string Id => "khugepaged/rmap";

    /// <inheritdoc/>
    public override string Title => "Can rmap miss a mapping because khugepaged had taken the PMD entry out?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [KhugepagedAxes.Arch, s_order];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. AnonCollapseStepTable.Collapse.Where(static s => s.Name != AnonCollapseSteps.RecheckPmd),
        AnonCollapseStepTable.Nested,
        new(AnonCollapseSteps.PopulatePmd, Khugepaged, "collapse_huge_page", "v7.x", "mm/khugepaged.c", false),
        new(AnonCollapseSteps.SetPtes, Khugepaged, "collapse_huge_page", "v7.x", "mm/khugepaged.c", false),
        new(RemoveMigrationPtes.AnonVmaLock, Actor, "rmap_walk_anon", "v6.12", "mm/rmap.c", false),
        new(RemoveMigrationPtes.LookAtPmd, Actor, "page_vma_mapped_walk", "v6.12", "mm/page_vma_mapped.c", false),
        new(RemoveMigrationPtes.Remove, Actor, "remove_migration_pte", "v6.12", "mm/migrate.c", false),
        new(RemoveMigrationPtes.PutOld, Actor, "migrate_folio_done", "v6.12", "mm/migrate.c", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("arch=arm64", "the anon_vma's lock is kept until the table is back"),
        Expect.Holds("arch=x86-64", "the anon_vma's lock is kept until the table is back"),
        Expect.Holds("arch=sc", "the anon_vma's lock is kept until the table is back"),
        Expect.Violated("arch=arm64 -anon-vma-kept", "rmap finds the PMD entry none, and the neighbour keeps its migration entry"),
        Expect.Violated("arch=x86-64 -anon-vma-kept", "rmap finds the PMD entry none"),
        Expect.Violated("arch=sc -anon-vma-kept", "rmap finds the PMD entry none"),
        Expect.Holds("arch=arm64 order=pmd", "until its pages are locked and isolated rmap is kept out"),
        Expect.Holds("arch=sc order=pmd", "until its pages are locked and isolated rmap is kept out"),
        Expect.Violated("arch=arm64 order=pmd -anon-vma-kept", "K10 before K9: rmap misses the page, which khugepaged then cannot isolate"),
        Expect.Violated("arch=sc order=pmd -anon-vma-kept", "K10 before K9"),
        Expect.Holds("arch=sc -collapse-mmap-lock", "redundant here: rmap takes no mmap_lock"),
        Expect.Holds("arch=sc -vma-start-write", "redundant here: rmap takes no lock of the VMA"),
        Expect.Holds("arch=sc -ptl-differs", "redundant with split locks: there are two"),
    ];

    /// <inheritdoc/>
    protected override bool NestsLocks(Configuration configuration) => configuration.Values[s_order.Name] == "mthp";

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        bool isMthp = variant[s_order.Name] == "mthp";
        AnonWorld world = isMthp ? new AnonWorld(entries: 4, pages: 2, migrating: 2) : new AnonWorld(pages: 1, migrating: 1);
        int migrating = isMthp ? 2 : 1;
        var rmap = new RemoveMigrationPtes(world.Vma);
        AnonCollapse collapse = CollapseOf(variant, world, isMthp ? 1 : null);
        return InstanceOf(
            variant,
            world,
            cpu => collapse.CollapseHugePage(cpu, 0, world.HugePfn),
            Actor,
            cpu => rmap.Move(cpu, 0, migrating, world.MigratingPfn, world.MigratedPfn),
            e => Judge(e, world, migrating),
            isMthp ? [Collapses, Finds] : [Collapses, GivesUp, Finds]);
    }

    private static Witness Finds { get; } = OtherSees("rmap finds the page", RemoveMigrationPtes.Found);

    private static FailureNote? Judge(IExecution execution, AnonWorld world, int migrating)
    {
        if ((world.EntryOf(execution, migrating) & PageTableEntry.Present) == 0)
        {
            return new FailureNote(ViolationKind.Assertion, $"page {migrating} keeps a migration entry of a page that is unlocked and freed");
        }

        for (int i = 0; i <= migrating; i++)
        {
            if (world.DataOf(execution, i) != AnonWorld.Data(i))
            {
                return new FailureNote(ViolationKind.LostData, $"page {i} no longer has its data");
            }
        }

        return null;
    }
}
