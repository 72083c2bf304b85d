using Racewalk.Mm.Faults;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Mm.Teardown;
using Racewalk.Scenarios.GupFast;
using Racewalk.Scenarios.Vmas;

namespace Racewalk.Scenarios.Cow;

/// <summary>A child that takes a reference on a shared page and unmaps it, against the parent, which writes to the page.</summary>
internal sealed class ReuseScenario : AnonScenario
{
    private static readonly Axis s_reuse = new(
        "reuse", ["refcount", "mapcount"], "by what the parent knows that it is alone: the reference count (since v5.9) or the number of mappings (before)");

    /// <inheritdoc/>
    public override string Id => "cow/reuse";

    /// <inheritdoc/>
    public override string Title => "Can a process write to a page that another one has got by get_user_pages_fast and no longer maps?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [KhugepagedAxes.Arch, s_reuse];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. GupStepTable.Get.Where(static s => s.Name != PageReference.FreePageStep),
        new(ZapPte.ClearPte, "munmap of the child", "zap_present_ptes", "v6.12", "mm/memory.c", false),
        new(ZapPte.PutPage, "munmap of the child", "tlb_finish_mmu", "v6.12", "mm/mmu_gather.c", false),
        .. CowStepTable.FaultOnEntry,
        .. CowStepTable.Wp,
        .. CowStepTable.WpReuse,
        new(ReuseRace.ParentStores, "parent", "(user code)", "v6.12", "mm/memory.c", false),
        CowStepTable.FreePage,
        .. AnonCollapseStepTable.Flush,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        .. OnEach("", Verdict.Holds, "09854ba94c6a: whoever has the page has a reference"),
        .. OnEach("-gup-recheck-pte", Verdict.Violated, "mutant: the reference comes behind the look at the count, of an entry that has gone"),
        .. OnEach("-wp-check-count", Verdict.Violated, "mutant: the page is used although the child has it"),
        .. OnEach("reuse=mapcount", Verdict.Violated, "CVE-2020-29374: a reference without a mapping is not seen; needs no weak memory"),
        Expect.Holds("arch=arm64 -wp-test-exclusive", "redundant here: the page is nobody's alone"),
        Expect.Holds("arch=arm64 -gup-recheck-pmd", "redundant here: the PMD entry does not change"),
    ];

    /// <inheritdoc/>
    protected override Configuration? NativeControl { get; } = Configuration.Parse("reuse=mapcount");

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> ChooseNatively(Variant variant) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["clear"] = KernelChoices.PteClear(variant).ToString(),
        ["reuse"] = ReuseOf(variant).ToString(),
    };

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var race = new ReuseRace(KernelChoices.PteClear(variant), ReuseOf(variant));
        return InstanceOf(variant, race, race.World.Entries);
    }

    private static WpReuse ReuseOf(Variant variant) => variant[s_reuse.Name] == "mapcount" ? WpReuse.Mapcount : WpReuse.Refcount;

    private static IEnumerable<ExpectedVerdict> OnEach(string configuration, Verdict verdict, string reason) =>
        KhugepagedAxes.Arch.Values.Select(a => new ExpectedVerdict(Configuration.Parse($"arch={a} {configuration}"), verdict, reason));
}
