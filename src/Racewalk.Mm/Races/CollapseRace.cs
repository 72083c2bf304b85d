using Racewalk.Mm.Collapse;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Races;

/// <summary>GUP-fast against the collapse of the pages under one PMD entry (gup-fast/collapse).</summary>
/// <param name="ptes">Entries of the PTE table.</param>
/// <param name="kind">Whose pmdp_collapse_flush is used.</param>
/// <param name="clear">How the PMD entry is cleared.</param>
/// <param name="order">How GUP-fast's reference is ordered.</param>
/// <param name="layout">Where memory lies; null for the model's layout.</param>
public sealed class CollapseRace(int ptes, CollapseFlushKind kind, EntryClear clear, ReferenceOrder order, MemoryLayout? layout = null) : Race
{
    private const int Collapser = 0;
    private const int Walker = 1;

    /// <summary>Its memory.</summary>
    public GupWorld World { get; } = new(ptes, huge: true, layout: layout);

    /// <inheritdoc/>
    public override PhysicalMemory Memory => World.Memory;

    /// <inheritdoc/>
    public override IReadOnlyList<Actor> Actors
    {
        get
        {
            var khugepaged = new Khugepaged(World.Mm, new PmdpCollapseFlush(World.Mm, kind, clear, interrupts: true));
            var gup = new GupFast(World.Mm, new GupOptions(Order: order));
            return
            [
                new("khugepaged", cpu => khugepaged.CollapseHugePage(cpu, 0, World.HugePfn)),
                new("GUP-fast", cpu => gup.GetPage(cpu, 0, 0)),
            ];
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Behaviour> Behaviours { get; } =
    [
        new("GUP-fast gets the small page and the collapse gives up", static o => o.Saw(Walker, GupFast.Succeeded) && o.Saw(Collapser, Khugepaged.GaveUp)),
        new("the collapse succeeds and GUP-fast finds no table", static o => o.Saw(Collapser, Khugepaged.Collapsed) && !o.Saw(Walker, GupFast.Succeeded)),
    ];

    /// <summary>GUP-fast finds that the entry has changed; not possible without the recheck.</summary>
    public static Behaviour BacksOff { get; } = new("GUP-fast backs off", static o => o.Saw(Walker, GupFast.BackedOff));

    /// <inheritdoc/>
    public override Breach? Judge(IOutcome outcome)
    {
        bool collapsed = outcome.Saw(Collapser, Khugepaged.Collapsed);
        bool got = outcome.Saw(Walker, GupFast.Succeeded);
        ulong pfn = got && outcome.TryGetObserved(Walker, GupFast.GotPfn, out ulong value) ? value : 0;
        return collapsed && World.SmallPages.Contains(pfn)
            ? new Breach(BreachKind.LostData, "GUP-fast returned a small page, khugepaged put a huge page in its place: what is written through it is lost")
            : World.CheckReferences(outcome, pfn, got ? 1UL : 0, isMapped: !collapsed);
    }
}
