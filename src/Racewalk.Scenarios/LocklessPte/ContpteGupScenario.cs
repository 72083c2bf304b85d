using Racewalk.Machine;
using Racewalk.Mm.Contpte;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Mapping;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;

namespace Racewalk.Scenarios.LocklessPte;

/// <summary>GUP-fast of a page in a contiguous set, against a zap and hardware that sets the dirty state.</summary>
internal sealed class ContpteGupScenario : ScenarioBase
{
    private const string Actor = "MADV_DONTNEED";

    private static readonly Axis s_recheck = new(
        "recheck", ["ptep-get", "lockless", "raw"], "how GUP-fast reads the entry again: ptep_get, ptep_get_lockless, or the entry alone (with form=norecency)");

    private static readonly Axis s_zap = new(
        "zap", ["block", "split", "none"], "what is unmapped: the whole set at once; both pages one after the other, so that the set is unfolded; or nothing");

    private static readonly Axis s_hardware = new("hardware", ["no", "yes"], "whether the hardware makes the other entry of the set dirty meanwhile");

    /// <inheritdoc/>
    public override string Id => "lockless-pte/contpte-gup";

    /// <inheritdoc/>
    public override string Title => "May GUP-fast recheck an entry of a contiguous set with ptep_get?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [ContpteAxes.Arch, ContpteAxes.Form, s_hardware, s_recheck, s_zap];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. GupFast.GupStepTable.Get.Where(static s => s.Name is not (GupSteps.RecheckPmd or GupSteps.RecheckHead)),
        .. ContpteStepTable.Lockless("GUP-fast"),
        new(ContpteSteps.ClearBlock, Actor, "contpte_get_and_clear_full_ptes", "v6.12", ContpteStepTable.File, false),
        .. ContpteStepTable.Convert(Actor),
        .. ContpteStepTable.Remap(Actor).Where(static s => s.Name != RemapPage.SetPte),
        .. ContpteStepTable.Flush(Actor),
        new(ContpteGupRace.Reallocated, "the next owner", "set_page_refcounted", "v6.12", "mm/internal.h", false),
        new(HardwareDirty.Update, "hardware", "none: FEAT_HAFDBS", "Arm ARM", "D8.5", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("", "if the entry has changed in a way that matters, the word itself differs"),
        Expect.Violated("-gup-recheck-pte", "mutant: the page is somebody else's"),
        Expect.Holds("-lockless-validate", "redundant here: GUP-fast does not mind access flag and dirty state"),
        Expect.Holds("recheck=lockless", "no better: the frame and the permissions are the entry's own in both"),
        Expect.Violated("recheck=lockless -gup-recheck-pte", "mutant"),
        Expect.Holds("form=norecency recheck=raw", "one word compared with one word, as David Hildenbrand and Ryan Roberts say"),
        Expect.Violated("form=norecency recheck=raw -gup-recheck-pte", "mutant"),
        Expect.Holds("form=early-exit", "question 8: what is compared begins with the entry's own word"),
        Expect.Violated("form=early-exit -gup-recheck-pte", "mutant"),
        Expect.Holds("zap=split", "the same if the set is unfolded"),
        Expect.Violated("zap=split -gup-recheck-pte", "mutant"),
        Expect.Holds("zap=none hardware=yes", "needs a zap for a mutant: a dirty state that the recheck misses is benign"),
        Expect.Holds("zap=none hardware=yes form=norecency recheck=raw", "needs a zap for a mutant: the recheck does not look for it"),
        Expect.Holds("hardware=yes", "access flag and dirty state may be missed by the recheck, the page is right all the same"),
        Expect.Violated("hardware=yes -gup-recheck-pte", "mutant"),
        Expect.Holds("arch=lkmm", "the reference orders the recheck"),
        Expect.Violated("arch=lkmm -gup-recheck-pte", "mutant"),
        Expect.Holds("arch=sc", "the same"),
        Expect.Violated("arch=sc -gup-recheck-pte", "mutant"),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        string zap = configuration.Values[s_zap.Name];
        bool isRaw = configuration.Values[s_recheck.Name] == "raw";
        if (isRaw != (configuration.Values[ContpteAxes.Form.Name] == "norecency"))
        {
            throw new ScenarioException("recheck=raw and form=norecency belong together: what is gathered on one side only would differ without a reason");
        }

        if (zap == "none" && configuration.Values[s_hardware.Name] == "no")
        {
            throw new ScenarioException("zap=none needs hardware=yes: otherwise nothing happens");
        }

        HashSet<string> absent = [.. CommonSteps.AbsentFlushSteps(architecture), .. ContpteAxes.AbsentSteps(configuration)];
        absent.UnionWith(zap switch
        {
            "block" => [RemapPage.ClearPte, ContpteSteps.Break, ContpteSteps.MiddleFlush, ContpteSteps.Make],
            "split" => [ContpteSteps.ClearBlock],
            _ => [
                RemapPage.ClearPte, RemapPage.PutPage, ContpteSteps.Break, ContpteSteps.MiddleFlush, ContpteSteps.Make, ContpteSteps.ClearBlock, ContpteGupRace.Reallocated, PageReference.FreePageStep,
                .. Cpu.FlushSteps(architecture),
            ],
        });
        if (configuration.Values[s_hardware.Name] == "no")
        {
            absent.Add(HardwareDirty.Update);
        }

        return Steps.Select(static s => s.Name).Where(s => !absent.Contains(s));
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LeftOut { get; } = [GupSteps.RecheckPmd, GupSteps.RecheckHead];

    /// <inheritdoc/>
    protected override Configuration? NativeControl { get; } = Configuration.Parse("-gup-recheck-pte");

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> ChooseNatively(Variant variant) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["form"] = ContpteAxes.FormOf(variant).ToString(),
        ["hardware"] = variant[s_hardware.Name],
        ["recheck"] = RecheckOf(variant).ToString(),
        ["zap"] = ZapOf(variant).ToString(),
    };

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var race = new ContpteGupRace(ContpteAxes.FormOf(variant), RecheckOf(variant), ZapOf(variant), hasHardware: variant[s_hardware.Name] == "yes");
        CheckedMachine machine = MachineOf(variant, race.Actors.Count, interruptible: 0, race.Memory.Name);
        bool canDiffer = ZapOf(variant) != SetZap.Nothing || RecheckOf(variant) != PteRecheck.Raw;
        Behaviour[] further = canDiffer && variant.Keeps(GupSteps.RecheckPte) ? [ContpteGupRace.BacksOff] : [];
        return InstanceOf(variant, race, machine, race.World.FormatValue, further);
    }

    private static PteRecheck RecheckOf(Variant variant) => variant[s_recheck.Name] switch
    {
        "lockless" => PteRecheck.Lockless,
        "raw" => PteRecheck.Raw,
        _ => PteRecheck.PtepGet,
    };

    private static SetZap ZapOf(Variant variant) => variant[s_zap.Name] switch
    {
        "block" => SetZap.Block,
        "split" => SetZap.Split,
        _ => SetZap.Nothing,
    };
}
