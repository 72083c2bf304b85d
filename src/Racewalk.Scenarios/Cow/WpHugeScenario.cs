using Racewalk.Mm.Collapse;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Mm.Teardown;
using Racewalk.Mm.Thp;
using Racewalk.Mm.Vmas;
using Racewalk.Scenarios.GupFast;
using Racewalk.Scenarios.Thp;
using Racewalk.Scenarios.Translation;
using Racewalk.Scenarios.Vmas;

namespace Racewalk.Scenarios.Cow;

/// <summary>A write fault on an anonymous huge page that is mapped read-only, against those that must stop it from using the page as it is.</summary>
internal sealed class WpHugeScenario : AnonScenario
{
    private static readonly Axis s_other = new(
        "other",
        ["gup", "dontneed", "split", "locked"],
        "who is there: the child, which takes a reference by GUP-fast and unmaps the page; MADV_DONTNEED; a split of the PMD entry; or somebody who has the folio locked, and MADV_DONTNEED behind that");

    /// <inheritdoc/>
    public override string Id => "cow/wp-huge";

    /// <inheritdoc/>
    public override string Title => "When may a process write to a huge page that is mapped read-only without a copy?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [KhugepagedAxes.Arch, s_other];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. CowStepTable.FaultOnEntry,
        .. CowStepTable.WpHuge,
        .. SplitStepTable.Pmd.Select(static s => s with { Droppable = s.Name == SplitHugePmd.AddRmap }),
        .. CowStepTable.WpCopy.Select(static s => s with { Droppable = false }),
        .. CowStepTable.WpReuse.Where(static s => s.Name == WpPage.ReusePte),
        new(WpHugeRace.ParentStores, "parent", "(user code)", "v6.12", "mm/memory.c", false),
        .. GupStepTable.Get.Where(static s => s.Name is not (GupSteps.ReadPte or GupSteps.RecheckPte)),
        .. DontneedStepTable.Dontneed.Where(static s => s.Name is not PmdNone.Recheck),
        .. CowStepTable.PteAlloc,
        .. CowStepTable.AnonymousPte,
        new(WpHugeRace.LockFolio, "somebody", "deferred_split_scan", "v6.12", "mm/huge_memory.c", false),
        new(WpHugeRace.UnlockFolio, "somebody", "deferred_split_scan", "v6.12", "mm/huge_memory.c", false),
        .. AnonCollapseStepTable.Flush,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = WpHugeExpectations.All;

    /// <inheritdoc/>
    protected override IEnumerable<string> AbsentSteps(Configuration configuration)
    {
        HashSet<string> absent = [];
        string other = configuration.Values[s_other.Name];
        if (other is not "gup")
        {
            absent.UnionWith(GupStepTable.Get.Select(static s => s.Name).Append(WpHugeRace.ParentStores));
            absent.Remove(PageReference.FreePageStep);
        }

        if (other is not ("dontneed" or "locked"))
        {
            absent.UnionWith([MadviseDontneed.MmapLock, MadviseDontneed.LookAtPmd, MadviseDontneed.ClearPtes, MadviseDontneed.PutPages]);
            absent.UnionWith(CowStepTable.PteAlloc.Concat(CowStepTable.AnonymousPte).Select(static s => s.Name));
        }

        if (other is not "locked")
        {
            absent.UnionWith([WpHugeRace.LockFolio, WpHugeRace.UnlockFolio, WpHugePage.HoldFolio, WpHugePage.RecheckLockedPmd, WpHugePage.PutFolio]);
        }

        if (other is not "split")
        {
            absent.Add(WpPage.ReusePte);
        }

        if (other is "split")
        {
            absent.UnionWith([ZapHugePmd.ClearHugePmd, ZapHugePmd.FreeDepositedTable, ZapHugePmd.PutHugePage]);
        }

        return absent;
    }

    /// <inheritdoc/>
    protected override Configuration? NativeControl { get; } = Configuration.Parse("-wp-check-count");

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> ChooseNatively(Variant variant) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["clear"] = KernelChoices.PteClear(variant).ToString(),
        ["other"] = OtherOf(variant).ToString(),
        ["x86"] = ArchitectureTables.PteOf(variant.Architecture) is X86Pte ? "yes" : "no",
    };

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        WpHugeOther other = OtherOf(variant);
        var race = new WpHugeRace(other, KernelChoices.PteClear(variant), ArchitectureTables.PteOf(variant.Architecture));
        return InstanceOf(variant, race, race.World.Entries, Further(variant, other));
    }

    // What a recheck makes possible.
    private static IEnumerable<Behaviour> Further(Variant variant, WpHugeOther other)
    {
        if (other != WpHugeOther.Gup && variant.Keeps(WpHugePage.RecheckPmd))
        {
            yield return WpHugeRace.FindsChanged;
        }

        if (variant.Keeps(WpHugePage.RecheckLockedPmd))
        {
            yield return WpHugeRace.FindsChangedLocked;
        }
    }

    private static WpHugeOther OtherOf(Variant variant) => variant[s_other.Name] switch
    {
        "gup" => WpHugeOther.Gup,
        "dontneed" => WpHugeOther.Dontneed,
        "split" => WpHugeOther.Split,
        _ => WpHugeOther.Locked,
    };
}
