using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Mm.Sharing;
using Racewalk.Programs;

namespace Racewalk.Scenarios.GupFast;

/// <summary>pin_user_pages_fast for reading against clearing PG_anon_exclusive.</summary>
internal sealed class AnonExclusiveScenario : ScenarioBase
{
    private const int Sharing = 0;
    private const int Gup = 1;

    private static readonly Axis s_flush = new(
        "flush", ["batched", "now"], "whether the TLB is flushed after the PTE is cleared (KSM) or some time later (swapping out, migration)");

    /// <inheritdoc/>
    public override string Id => "gup-fast/anon-exclusive";

    /// <inheritdoc/>
    public override string Title => "Can a page be pinned and lose PG_anon_exclusive at once?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, s_flush, CommonAxes.Atomics, CommonAxes.Clear, CommonAxes.Refcount];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. GupStepTable.Pin,
        .. GupStepTable.Unshare,
        new(AnonSharing.ClearPte, "sharing", "try_to_unmap_one", "v6.12", "mm/rmap.c", false),
        new(AnonSharing.FlushPte, "sharing", "ptep_clear_flush", "v6.12", "mm/pgtable-generic.c", false),
        .. CommonSteps.Flush("sharing"),
        new(AnonSharing.ShareMb, "sharing", "__folio_try_share_anon_rmap", "v6.12", "include/linux/rmap.h", true),
        new(AnonSharing.CheckPinned, "sharing", "__folio_try_share_anon_rmap", "v6.12", "include/linux/rmap.h", true),
        new(AnonSharing.ClearExclusive, "sharing", "__folio_try_share_anon_rmap", "v6.12", "include/linux/rmap.h", false),
        new(AnonSharing.MbAfterClear, "sharing", "__folio_try_share_anon_rmap", "v6.12", "include/linux/rmap.h", true),
        new(AnonSharing.RestorePte, "sharing", "set_pte_at", "v6.12", "mm/rmap.c", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = AnonExclusiveExpectations.All;

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        bool flushes = configuration.Values[s_flush.Name] == "now";
        HashSet<string> absent = CommonSteps.AbsentFlushSteps(flushes ? architecture : null);
        if (!flushes)
        {
            absent.Add(AnonSharing.FlushPte);
        }

        return Steps.Select(s => s.Name).Where(s => !absent.Contains(s));
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new GupWorld(ptes: 1, writable: false);
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 1 << Gup, world.Memory.Name);
        var sharing = new AnonSharing(world.Mm, KernelChoices.PteClear(variant));
        var gup = new Mm.Gup.GupFast(world.Mm, new GupOptions(Pin: true, Order: KernelChoices.Order(variant)));
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("sharing", cpu => sharing.Share(cpu, 0, 0)),
                ("GUP-fast", cpu => gup.GetPage(cpu, 0, 0))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world),
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the pin succeeds and the page stays exclusive", e => Saw(e, Gup, Mm.Gup.GupFast.Succeeded) && Saw(e, Sharing, AnonSharing.FoundPinned)),
                new("the page is shared and GUP-fast backs off", e => Saw(e, Sharing, AnonSharing.Shared) && Saw(e, Gup, Mm.Gup.GupFast.BackedOff)),
            ],
        };
    }

    private static FailureNote? Judge(IExecution execution, GupWorld world)
    {
        bool pinned = Saw(execution, Gup, Mm.Gup.GupFast.Succeeded);
        return pinned && Saw(execution, Sharing, AnonSharing.Shared)
            ? new FailureNote(
                ViolationKind.LostData, "the page is pinned and no longer exclusive: the process's next write goes to a copy, away from the pin")
            : References.Check(execution, world, pinned ? world.SmallPages[0] : 0, StructPage.PinBias, mapped: true);
    }
}
