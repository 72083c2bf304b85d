using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Thp;

namespace Racewalk.Mm.Races;

/// <summary>The split of a huge page into pages against GUP-fast, which takes a reference on what the page is part of (thp-split/folio).</summary>
/// <param name="isSplit">Whether the huge page is mapped by PTEs at first; otherwise by the PMD entry.</param>
/// <param name="clear">How entries are cleared.</param>
/// <param name="unfreeze">How the head's count comes back.</param>
/// <param name="layout">Where memory lies; null for the model's layout.</param>
public sealed class SplitFolioRace(bool isSplit, EntryClear clear, HeadUnfreeze unfreeze, MemoryLayout? layout = null) : Race
{
    private const int Split = 0;
    private const int Gup = 1;
    private const int Tail = 1;

    /// <summary>Its memory.</summary>
    public ThpWorld World { get; } = new(isSplit, layout);

    /// <inheritdoc/>
    public override PhysicalMemory Memory => World.Memory;

    /// <inheritdoc/>
    public override IReadOnlyList<Actor> Actors
    {
        get
        {
            var split = new SplitFolio([World.Vma], clear, unfreeze);
            var gup = new GupFast(World.Vma.Mm, new GupOptions());
            return
            [
                new("split", cpu => split.SplitHugePage(cpu, 0, World.HugePfn)),
                new("GUP-fast", cpu => gup.GetPage(cpu, 0, Tail)),
            ];
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Behaviour> Behaviours { get; } =
    [
        new("GUP-fast gets the page and the huge page stays", static o => o.Saw(Gup, GupFast.Succeeded) && o.Saw(Split, SplitFolio.GaveUp)),
        new("the huge page is split and GUP-fast gets the page", static o => o.Saw(Gup, GupFast.Succeeded) && o.Saw(Split, SplitFolio.Split)),
        new("GUP-fast gets nothing", static o => !o.Saw(Gup, GupFast.Succeeded)),
    ];

    /// <inheritdoc/>
    public override Breach? Judge(IOutcome outcome)
    {
        bool isFolio = !outcome.Saw(Split, SplitFolio.Split);
        for (int i = 0; i < ThpWorld.Pages; i++)
        {
            if ((World.Pte(outcome, i) & PageTableEntry.Migration) != 0)
            {
                return new Breach(BreachKind.Assertion, $"page {i} keeps a migration entry, and nobody removes it any more");
            }
        }

        return World.CheckReferences(outcome, isFolio, outcome.Saw(Gup, GupFast.Succeeded) ? Tail : -1);
    }
}
