using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Mm.Sharing;
using Racewalk.Programs;

namespace Racewalk.Scenarios.GupFast;

/// <summary>pin_user_pages_fast for writing against fork, which write-protects the page.</summary>
internal sealed class ForkScenario : ScenarioBase
{
    private const int Fork = 0;
    private const int Gup = 1;

    private static readonly Axis s_reference = new(
        "reference", ["before", "after"], "the child's reference is taken before the page is checked for pins (since v5.19) or after (v5.11 to v5.18)");

    private static readonly Axis s_barrier = new(
        "barrier", ["none", "full"], "what stands between fork making write_protect_seq odd and its reading of the reference count, besides smp_wmb");

    /// <inheritdoc/>
    public override string Id => "gup-fast/fork";

    /// <inheritdoc/>
    public override string Title => "Can a page be pinned for writing and shared with a child at once?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, s_reference, s_barrier, CommonAxes.Atomics];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. GupStepTable.Pin,
        new(ForkCopy.Seqcount, "fork", "copy_page_range", "v6.12", "mm/memory.c", true),
        new(ForkCopy.SeqcountMb, "fork", "(not there) copy_page_range", "v6.12", "mm/memory.c", true),
        new(ForkCopy.TakeReference, "fork", "copy_present_ptes", "v6.12", "mm/memory.c", false),
        new(ForkCopy.CheckPinned, "fork", "folio_try_dup_anon_rmap_pte", "v6.12", "include/linux/rmap.h", true),
        new(ForkCopy.ClearExclusive, "fork", "folio_try_dup_anon_rmap_pte", "v6.12", "include/linux/rmap.h", false),
        new(ForkCopy.WriteProtect, "fork", "wrprotect_ptes", "v6.12", "include/linux/pgtable.h", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = ForkExpectations.All;

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture) =>
        Steps.Select(s => s.Name)
            .Where(s => s != ForkCopy.SeqcountMb || configuration.Values[s_barrier.Name] == "full")
            .Where(s => s != ForkCopy.ClearExclusive || configuration.Values[s_reference.Name] == "before");

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new GupWorld(ptes: 1);
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 0, world.Memory.Name);
        var fork = new ForkCopy(world.Mm, variant[s_reference.Name] == "after" ? ForkReference.AfterCheck : ForkReference.BeforeCheck);
        var gup = new Mm.Gup.GupFast(world.Mm, new GupOptions(Pin: true, Write: true));
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("fork", cpu => fork.CopyPage(cpu, 0, 0)),
                ("GUP-fast", cpu => gup.GetPage(cpu, 0, 0))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world),
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the pin succeeds and the child gets a copy", e => Saw(e, Gup, Mm.Gup.GupFast.Succeeded) && Saw(e, Fork, ForkCopy.Copied)),
                new("the page is shared and the pin fails", e => Saw(e, Fork, ForkCopy.Shared) && !Saw(e, Gup, Mm.Gup.GupFast.Succeeded)),
                new("GUP-fast backs off", e => Saw(e, Gup, Mm.Gup.GupFast.BackedOff)),
            ],
        };
    }

    private static FailureNote? Judge(IExecution execution, GupWorld world)
    {
        bool pinned = Saw(execution, Gup, Mm.Gup.GupFast.Succeeded);
        bool shared = Saw(execution, Fork, ForkCopy.Shared);
        return pinned && shared
            ? new FailureNote(
                ViolationKind.LostData, "the page is pinned for writing and shared with the child: the parent's next write goes to a copy, away from the pin")
            : References.Check(
                execution, world, pinned ? world.SmallPages[0] : 0, StructPage.PinBias, mapped: true, others: shared ? 1UL : 0);
    }
}
