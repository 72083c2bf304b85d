using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Migration;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Translation;

/// <summary>A store of user code against a page that moves to another frame.</summary>
internal sealed class UserMigrationScenario : TranslationScenario
{
    private const int Migration = 0;
    private const int User = 1;
    private const string Actor = "migration";
    private const string Stored = "stored";

    /// <inheritdoc/>
    public override string Id => "translation/migration";

    /// <inheritdoc/>
    public override string Title => "Can a store of user code be lost when its page moves to another frame?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, CommonAxes.Atomics];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(MigratePage.SetMigrationEntry, Actor, "try_to_migrate_one", "v6.12", "mm/rmap.c", false),
        .. CommonSteps.TranslatedFlush(Actor),
        new(MigratePage.PutMapping, Actor, "try_to_migrate_one", "v6.12", "mm/rmap.c", false),
        new(MigratePage.CheckCount, Actor, "folio_migrate_mapping", "v6.12", "mm/migrate.c", false),
        new(MigratePage.Unfreeze, Actor, "folio_ref_unfreeze", "v6.12", "include/linux/page_ref.h", false),
        new(MigratePage.Copy, Actor, "folio_mc_copy", "v6.12", "mm/util.c", false),
        new(MigratePage.RemoveMigrationEntry, Actor, "remove_migration_pte", "v6.12", "mm/migrate.c", false),
        new(PageReference.FreePageStep, Actor, "__folio_put", "v6.12", "mm/swap.c", false),
        FaultStep,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("", "the flush before the copy: the migration entry in between is the break of break-before-make"),
        Expect.Holds("atomics=llsc", "the same"),
        Expect.Violated("-flush-tlbi", "mutant: the store goes to the old page, which has been copied"),
        Expect.Violated("atomics=llsc -flush-tlbi", "mutant"),
        Expect.Violated("-flush-dsb-ishst", "mutant: cached again between invalidation and store"),
        Expect.Violated("-flush-dsb-ish", "mutant: the copy does not wait for stores by the old translation"),
        Expect.Holds("arch=x86-64", "the interrupt ends the translation before the copy"),
        Expect.Violated("arch=x86-64 -flush-ipi", "mutant: the store goes to the old page"),
        Expect.Holds("arch=x86-64-pv", "a preempted virtual CPU is flushed before it runs again"),
        Expect.Violated("arch=x86-64-pv -flush-ipi", "mutant"),
        Expect.Holds("arch=ppc64-radix", "tlbsync and ptesync wait for stores by the old translation"),
        Expect.Violated("arch=ppc64-radix -flush-ptesync-first", "mutant"),
        Expect.Violated("arch=ppc64-radix -flush-tlbie", "mutant: the store goes to the old page"),
        Expect.Violated("arch=ppc64-radix -flush-tlbsync", "mutant"),
        Expect.Violated("arch=ppc64-radix -flush-ptesync", "mutant"),
    ];

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new TranslationWorld(variant.Architecture, pages: 2);
        world.Map(0, world.Pte.Dirty(world.Pages[0]), 0xda7a);
        world.Reference(0, 2);
        world.Reference(1, 1);
        CheckedMachine machine = MachineOf(variant, world, new TranslationFeatures(), HandlerOf(world));
        var migrate = new MigratePage(world.Mm, KernelChoices.PteClear(variant), MigrationAccept.Freeze);
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                (Actor, cpu => migrate.Migrate(cpu, 0, 0, world.Pages[1])),
                ("user", Store(world, Stored))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world),
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the store is made and the page moves", static e => Saw(e, User, Stored) && Saw(e, Migration, MigratePage.Migrated)),
                new("the store finds the migration entry", static e => !Saw(e, User, Stored)),
            ],
        };
    }

    private static FailureNote? Judge(IExecution execution, TranslationWorld world) =>
        Saw(execution, User, Stored) && execution.Final(world.Data(1)) != NewData
            ? new FailureNote(ViolationKind.LostData, "the new frame does not have what user code has written to the old one")
            : null;
}
