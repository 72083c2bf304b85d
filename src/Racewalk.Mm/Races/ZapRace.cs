using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;

namespace Racewalk.Mm.Races;

/// <summary>GUP-fast against MADV_DONTNEED, which frees the page, and somebody else who gets it next (gup-fast/zap).</summary>
/// <param name="clear">How the PTE is cleared.</param>
/// <param name="order">How GUP-fast's reference is ordered.</param>
/// <param name="isReused">Whether somebody gets the page at once.</param>
/// <param name="layout">Where memory lies; null for the model's layout.</param>
public sealed class ZapRace(EntryClear clear, ReferenceOrder order, bool isReused, MemoryLayout? layout = null) : Race
{
    /// <summary>Step: somebody else takes the page. Observed, too: 1.</summary>
    public const string Reallocated = "reallocated";

    private const int Zapper = 0;
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
            var zap = new ZapPte(World.Mm, clear);
            var gup = new GupFast(World.Mm, new GupOptions(Order: order));
            return
            [
                new("MADV_DONTNEED", cpu => ZapAndReuse(cpu, zap)),
                new("GUP-fast", cpu => gup.GetPage(cpu, 0, 0)),
            ];
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Behaviour> Behaviours { get; } =
    [
        new("GUP-fast gets the page before it is zapped", static o => o.Saw(Walker, GupFast.Succeeded)),
        new("the zap frees the page", static o => o.Saw(Zapper, ZapPte.Freed)),
    ];

    /// <summary>GUP-fast finds that the entry has changed; not possible without the recheck.</summary>
    public static Behaviour BacksOff { get; } = new("GUP-fast backs off", static o => o.Saw(Walker, GupFast.BackedOff));

    /// <inheritdoc/>
    public override Breach? Judge(IOutcome outcome)
    {
        bool got = outcome.Saw(Walker, GupFast.Succeeded);
        bool reallocated = outcome.Saw(Zapper, Reallocated);
        if (got && outcome.Saw(Zapper, ZapPte.Freed))
        {
            return new Breach(
                BreachKind.UseAfterFree, reallocated ? "GUP-fast returned a page that belongs to somebody else" : "GUP-fast returned a page that has been freed");
        }

        return World.CheckReferences(outcome, got ? World.SmallPages[0] : 0, 1, isMapped: false, others: reallocated ? 1UL : 0);
    }

    private void ZapAndReuse(Cpu cpu, ZapPte zap)
    {
        if (zap.Zap(cpu, cpu.ReadOnce(World.Mm.PmdOffset(0)), 0, out Word page) && isReused)
        {
            cpu.Step(Reallocated);
            cpu.Observe(Reallocated, 1);
            PageReference.AllocateForOther(cpu, World.Mm, page, 0xf0_0000);
        }
    }
}
