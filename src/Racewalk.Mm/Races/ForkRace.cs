using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Sharing;

namespace Racewalk.Mm.Races;

/// <summary>pin_user_pages_fast for writing against fork, which write-protects the page (gup-fast/fork).</summary>
/// <param name="reference">When the child's reference is taken.</param>
/// <param name="layout">Where memory lies; null for the model's layout.</param>
public sealed class ForkRace(ForkReference reference, MemoryLayout? layout = null) : Race
{
    private const int Fork = 0;
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
            var fork = new ForkCopy(World.Mm, reference);
            var gup = new GupFast(World.Mm, new GupOptions(Pin: true, Write: true));
            return
            [
                new("fork", cpu => fork.CopyPage(cpu, 0, 0)),
                new("GUP-fast", cpu => gup.GetPage(cpu, 0, 0)),
            ];
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Behaviour> Behaviours { get; } =
    [
        new("the pin succeeds and the child gets a copy", static o => o.Saw(Walker, GupFast.Succeeded) && o.Saw(Fork, ForkCopy.Copied)),
        new("the page is shared and the pin fails", static o => o.Saw(Fork, ForkCopy.Shared) && !o.Saw(Walker, GupFast.Succeeded)),
        new("GUP-fast backs off", static o => o.Saw(Walker, GupFast.BackedOff)),
    ];

    /// <inheritdoc/>
    public override Breach? Judge(IOutcome outcome)
    {
        bool pinned = outcome.Saw(Walker, GupFast.Succeeded);
        bool shared = outcome.Saw(Fork, ForkCopy.Shared);
        return pinned && shared
            ? new Breach(BreachKind.LostData, "the page is pinned for writing and shared with the child: the parent's next write goes to a copy, away from the pin")
            : World.CheckReferences(outcome, pinned ? World.SmallPages[0] : 0, StructPage.PinBias, isMapped: true, others: shared ? 1UL : 0);
    }
}
