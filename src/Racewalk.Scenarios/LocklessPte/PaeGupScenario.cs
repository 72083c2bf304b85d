using Racewalk.Machine;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Mapping;
using Racewalk.Mm.Pae;
using Racewalk.Mm.Races;

namespace Racewalk.Scenarios.LocklessPte;

/// <summary>GUP-fast reads an entry of two words while that is cleared and set again with the same low word.</summary>
internal sealed class PaeGupScenario : ScenarioBase
{
    private const int Gup = 1;
    private const string Actor = "writer";
    private const string ThreeLevel = "arch/x86/include/asm/pgtable-3level.h";

    private static readonly Axis s_arch = new(
        CommonAxes.Arch.Name,
        ["x86-pae", "x86-pae-pv", "arm64", "lkmm", "sc"],
        "x86-pae, and its guests with a paravirtual flush; the others stand in for a weaker memory model, or for none: their entries have one word");

    private static readonly Axis s_change = new(
        "change",
        ["replace", "replace-twice", "clear", "set"],
        "what becomes of the entry: it gives way to another page with the same low word, once or twice; it is cleared only, or set only");

    private static readonly Axis s_clear = new(
        "clear", ["exchange", "stores"], "how it is cleared: both words at once by cmpxchg8b (ptep_get_and_clear), or one after the other (pte_clear)");

    private static readonly Axis s_recheck = new("recheck", ["ptep-get", "lockless"], "how GUP-fast reads the entry again before it returns the page");

    private static readonly Axis s_judged = new(
        "judged", ["read", "page"], "what is judged: the entry that ptep_get_lockless returns, or the page that GUP-fast returns");

    /// <inheritdoc/>
    public override string Id => "lockless-pte/pae-gup";

    /// <inheritdoc/>
    public override string Title => "Can an entry of two words be read without a lock?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [s_arch, s_change, s_clear, s_judged, s_recheck];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. GupFast.GupStepTable.Get.Where(static s => s.Name is not (GupSteps.RecheckHead or GupSteps.RecheckPmd)),
        new(PaeSteps.FirstRmb, "GUP-fast", "ptep_get_lockless", "v6.12", "include/linux/pgtable.h", true),
        new(PaeSteps.SecondRmb, "GUP-fast", "ptep_get_lockless", "v6.12", "include/linux/pgtable.h", true),
        new(PaeSteps.CompareLow, "GUP-fast", "ptep_get_lockless", "v6.12", "include/linux/pgtable.h", true),
        new(RemapPage.ClearPte, Actor, "native_ptep_get_and_clear", "v6.12", ThreeLevel, false),
        new(PaeSteps.ClearWmb, Actor, "native_pte_clear", "v6.12", ThreeLevel, true),
        .. CommonSteps.Flush(Actor).Where(static s => s.Name is not (Cpu.FlushMb or Cpu.FlushPtesync)),
        new(RemapPage.PutPage, Actor, "tlb_batch_pages_flush", "v6.12", "mm/mmu_gather.c", false),
        new(RemapPage.SetPte, Actor, "native_set_pte", "v6.12", ThreeLevel, false),
        new(PaeSteps.SetWmb, Actor, "native_set_pte", "v6.12", ThreeLevel, true),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = PaeGupExpectations.All;

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        string change = configuration.Values[s_change.Name];
        if (configuration.Values[s_clear.Name] == "stores" && change == "set")
        {
            throw new ScenarioException("clear=stores makes no difference where nothing is cleared: change=set");
        }

        if (configuration.Values[s_judged.Name] == "read" && configuration.Values[s_recheck.Name] == "lockless")
        {
            throw new ScenarioException("recheck=lockless makes no difference to judged=read");
        }

        HashSet<string> absent = CommonSteps.AbsentFlushSteps(architecture);
        if (configuration.Values[s_clear.Name] == "exchange")
        {
            absent.Add(PaeSteps.ClearWmb);
        }

        absent.UnionWith(change switch
        {
            "clear" => [RemapPage.SetPte, PaeSteps.SetWmb],
            "set" => [RemapPage.ClearPte, RemapPage.PutPage, .. Cpu.FlushSteps(architecture)],
            _ => (string[])[],
        });
        return Steps.Select(static s => s.Name).Where(s => !absent.Contains(s));
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LeftOut { get; } = [GupSteps.RecheckHead, GupSteps.RecheckPmd, Cpu.FlushMb, Cpu.FlushPtesync];

    /// <inheritdoc/>
    protected override Configuration? NativeControl { get; } = Configuration.Parse("-gup-irq-off");

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> ChooseNatively(Variant variant) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["clear"] = ClearOf(variant).ToString(),
        ["fate"] = FateOf(variant).ToString(),
        ["judges-read"] = variant[s_judged.Name] == "read" ? "yes" : "no",
        ["recheck"] = RecheckOf(variant).ToString(),
    };

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var race = new PaeRace(FateOf(variant), ClearOf(variant), RecheckOf(variant), judgesRead: variant[s_judged.Name] == "read");
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: variant.Keeps(Cpu.FlushIpi) ? 1UL << Gup : 0, race.Memory.Name);
        return InstanceOf(variant, race, machine, race.World.FormatValue);
    }

    private static EntryFate FateOf(Variant variant) => variant[s_change.Name] switch
    {
        "clear" => EntryFate.Cleared,
        "set" => EntryFate.Set,
        "replace-twice" => EntryFate.ReplacedTwice,
        _ => EntryFate.Replaced,
    };

    private static TwoWordClear ClearOf(Variant variant) => variant[s_clear.Name] == "stores" ? TwoWordClear.Stores : TwoWordClear.Exchange;

    private static PteRecheck RecheckOf(Variant variant) => variant[s_recheck.Name] == "lockless" ? PteRecheck.Lockless : PteRecheck.PtepGet;
}
