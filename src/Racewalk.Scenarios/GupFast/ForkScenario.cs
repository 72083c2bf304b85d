using Racewalk.Machine;
using Racewalk.Mm.Races;
using Racewalk.Mm.Sharing;

namespace Racewalk.Scenarios.GupFast;

/// <summary>pin_user_pages_fast for writing against fork, which write-protects the page.</summary>
internal sealed class ForkScenario : ScenarioBase
{
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
    protected override Configuration? NativeControl { get; } = Configuration.Parse("-gup-seqcount");

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> ChooseNatively(Variant variant) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["reference"] = ReferenceOf(variant).ToString(),
    };

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var race = new ForkRace(ReferenceOf(variant));
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 0, race.Memory.Name);
        return InstanceOf(variant, race, machine, race.World.FormatValue);
    }

    private static ForkReference ReferenceOf(Variant variant) => variant[s_reference.Name] == "after" ? ForkReference.AfterCheck : ForkReference.BeforeCheck;
}
