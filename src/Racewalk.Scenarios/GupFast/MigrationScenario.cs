using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Migration;
using Racewalk.Mm.Races;
using Racewalk.Programs;

namespace Racewalk.Scenarios.GupFast;

/// <summary>GUP-fast against migration of the page.</summary>
internal sealed class MigrationScenario : ScenarioBase
{
    private const int Migration = 0;
    private const int Gup = 1;

    private static readonly Axis s_accept = new(
        "accept", ["freeze", "read"], "how migration makes sure that nobody else holds the page: freeze its count, or read it");

    /// <inheritdoc/>
    public override string Id => "gup-fast/migration";

    /// <inheritdoc/>
    public override string Title => "Can GUP-fast return a page that has been migrated away?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } =
        [CommonAxes.Arch, s_accept, CommonAxes.Atomics, CommonAxes.Clear, CommonAxes.Refcount];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. GupStepTable.Get,
        new(MigratePage.SetMigrationEntry, "migration", "try_to_migrate_one", "v6.12", "mm/rmap.c", false),
        .. CommonSteps.Flush("migration"),
        new(MigratePage.PutMapping, "migration", "try_to_migrate_one", "v6.12", "mm/rmap.c", false),
        new(MigratePage.CheckCount, "migration", "folio_migrate_mapping", "v6.12", "mm/migrate.c", true),
        new(MigratePage.Unfreeze, "migration", "folio_ref_unfreeze", "v6.12", "include/linux/page_ref.h", false),
        new(MigratePage.Copy, "migration", "folio_mc_copy", "v6.12", "mm/util.c", false),
        new(MigratePage.RemoveMigrationEntry, "migration", "remove_migration_pte", "v6.12", "mm/migrate.c", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = MigrationExpectations.All;

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        HashSet<string> absent = CommonSteps.AbsentFlushSteps(architecture);
        if (configuration.Values[s_accept.Name] != "freeze")
        {
            absent.Add(MigratePage.Unfreeze);
        }

        return Steps.Select(s => s.Name).Where(s => !absent.Contains(s));
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new GupWorld(ptes: 1, huge: true);
        world.Memory.Set(world.Refcount(world.SmallPages[0]), 2);
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 1 << Gup, world.Memory.Name);
        MigrationAccept accept = variant[s_accept.Name] == "read" ? MigrationAccept.Read : MigrationAccept.Freeze;
        var migrate = new MigratePage(world.Mm, KernelChoices.PteClear(variant), accept);
        var gup = new Mm.Gup.GupFast(world.Mm, new GupOptions(Order: KernelChoices.Order(variant)));
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("migration", cpu => migrate.Migrate(cpu, 0, 0, world.HugePfn)),
                ("GUP-fast", cpu => gup.GetPage(cpu, 0, 0))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world),
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("GUP-fast gets the old page and it stays", e => Got(e, world) && Saw(e, Migration, MigratePage.GaveUp)),
                new("the page moves and GUP-fast gets none or the new one", e => Saw(e, Migration, MigratePage.Migrated) && !Got(e, world)),
            ],
        };
    }

    private static bool Got(IExecution execution, GupWorld world) => Saw(execution, Gup, Mm.Gup.GupFast.Succeeded)
        && execution.TryGetObserved(Gup, Mm.Gup.GupFast.GotPfn, out ulong pfn) && pfn == world.SmallPages[0];

    private static FailureNote? Judge(IExecution execution, GupWorld world)
    {
        bool got = Got(execution, world);
        bool migrated = Saw(execution, Migration, MigratePage.Migrated);
        return got && migrated
            ? new FailureNote(ViolationKind.LostData, "GUP-fast returned the old page, its contents have moved: what is written through it is lost")
            : References.Check(execution, world, got ? world.SmallPages[0] : 0, 1, mapped: !migrated, others: migrated ? 0UL : 1);
    }
}
