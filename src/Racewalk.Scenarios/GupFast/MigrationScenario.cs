using Racewalk.Machine;
using Racewalk.Mm.Migration;
using Racewalk.Mm.Races;

namespace Racewalk.Scenarios.GupFast;

/// <summary>GUP-fast against migration of the page.</summary>
internal sealed class MigrationScenario : ScenarioBase
{
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
    protected override Configuration? NativeControl { get; } = Configuration.Parse("-gup-recheck-pte");

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> ChooseNatively(Variant variant) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["accept"] = AcceptOf(variant).ToString(),
        ["clear"] = KernelChoices.PteClear(variant).ToString(),
        ["order"] = KernelChoices.Order(variant).ToString(),
    };

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var race = new MigrationRace(AcceptOf(variant), KernelChoices.PteClear(variant), KernelChoices.Order(variant));
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 1 << Gup, race.Memory.Name);
        return InstanceOf(variant, race, machine, race.World.FormatValue);
    }

    private static MigrationAccept AcceptOf(Variant variant) => variant[s_accept.Name] == "read" ? MigrationAccept.Read : MigrationAccept.Freeze;
}
