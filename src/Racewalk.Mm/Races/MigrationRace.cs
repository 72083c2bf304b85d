using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Migration;

namespace Racewalk.Mm.Races;

/// <summary>GUP-fast against migration of the page (gup-fast/migration).</summary>
public sealed class MigrationRace : Race
{
    private const int Migration = 0;
    private const int Walker = 1;

    private readonly MigrationAccept _accept;
    private readonly EntryClear _clear;
    private readonly ReferenceOrder _order;

    /// <summary>The race.</summary>
    /// <param name="accept">How migration makes sure that nobody else holds the page.</param>
    /// <param name="clear">How the PTE is cleared.</param>
    /// <param name="order">How GUP-fast's reference is ordered.</param>
    /// <param name="layout">Where memory lies; null for the model's layout.</param>
    public MigrationRace(MigrationAccept accept, EntryClear clear, ReferenceOrder order, MemoryLayout? layout = null)
    {
        (_accept, _clear, _order) = (accept, clear, order);
        World = new GupWorld(ptes: 1, huge: true, layout: layout);
        World.Memory.Set(World.Refcount(World.SmallPages[0]), 2);
    }

    /// <summary>Its memory.</summary>
    public GupWorld World { get; }

    /// <inheritdoc/>
    public override PhysicalMemory Memory => World.Memory;

    /// <inheritdoc/>
    public override IReadOnlyList<Actor> Actors
    {
        get
        {
            var migrate = new MigratePage(World.Mm, _clear, _accept);
            var gup = new GupFast(World.Mm, new GupOptions(Order: _order));
            return
            [
                new("migration", cpu => migrate.Migrate(cpu, 0, 0, World.HugePfn)),
                new("GUP-fast", cpu => gup.GetPage(cpu, 0, 0)),
            ];
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Behaviour> Behaviours =>
    [
        new("GUP-fast gets the old page and it stays", o => Got(o) && o.Saw(Migration, MigratePage.GaveUp)),
        new("the page moves and GUP-fast gets none or the new one", o => o.Saw(Migration, MigratePage.Migrated) && !Got(o)),
    ];

    /// <inheritdoc/>
    public override Breach? Judge(IOutcome outcome)
    {
        bool got = Got(outcome);
        bool migrated = outcome.Saw(Migration, MigratePage.Migrated);
        return got && migrated
            ? new Breach(BreachKind.LostData, "GUP-fast returned the old page, its contents have moved: what is written through it is lost")
            : World.CheckReferences(outcome, got ? World.SmallPages[0] : 0, 1, isMapped: !migrated, others: migrated ? 0UL : 1);
    }

    private bool Got(IOutcome outcome) => outcome.Saw(Walker, GupFast.Succeeded)
        && outcome.TryGetObserved(Walker, GupFast.GotPfn, out ulong pfn) && pfn == World.SmallPages[0];
}
