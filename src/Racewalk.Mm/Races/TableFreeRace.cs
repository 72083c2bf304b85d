using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;

namespace Racewalk.Mm.Races;

/// <summary>GUP-fast against munmap, which frees the PTE table that it walks (gup-fast/table-free).</summary>
/// <param name="kind">How the table is freed.</param>
/// <param name="clear">How the PTE is cleared.</param>
/// <param name="layout">Where memory lies; null for the model's layout.</param>
public sealed class TableFreeRace(TableFreeKind kind, EntryClear clear, MemoryLayout? layout = null) : Race
{
    private const int Munmap = 0;
    private const int Walker = 1;

    /// <summary>Its memory.</summary>
    public GupWorld World { get; } = new(ptes: 1, layout: layout);

    /// <inheritdoc/>
    public override PhysicalMemory Memory => World.Memory;

    /// <inheritdoc/>
    public override IReadOnlyList<Actor> Actors
    {
        get
        {
            var free = new PageTableFree(World.Mm, clear, kind);
            var gup = new GupFast(World.Mm, new GupOptions());
            return
            [
                new("munmap", cpu => free.Unmap(cpu, 0, 0)),
                new("GUP-fast", cpu => gup.GetPage(cpu, 0, 0)),
            ];
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Behaviour> Behaviours { get; } =
    [
        new("GUP-fast gets the page", static o => o.Saw(Walker, GupFast.Succeeded)),
        new("munmap frees the page", static o => o.Saw(Munmap, ZapPte.Freed)),
    ];

    /// <inheritdoc/>
    public override Breach? Judge(IOutcome outcome) => Judge(outcome, World);

    /// <summary>The same for others that free the table of such a world while the walker is on the second CPU.</summary>
    public static Breach? Judge(IOutcome outcome, GupWorld world)
    {
        bool got = outcome.Saw(Walker, GupFast.Succeeded);
        return got && outcome.Saw(Munmap, ZapPte.Freed)
            ? new Breach(BreachKind.UseAfterFree, "GUP-fast returned a page that munmap had freed")
            : world.CheckReferences(outcome, got ? world.SmallPages[0] : 0, 1, isMapped: false);
    }
}
