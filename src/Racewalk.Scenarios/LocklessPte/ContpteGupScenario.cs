using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Contpte;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Mapping;
using Racewalk.Mm.Memory;
using Racewalk.Programs;

namespace Racewalk.Scenarios.LocklessPte;

/// <summary>GUP-fast of a page in a contiguous set, against a zap and hardware that sets the dirty state.</summary>
internal sealed class ContpteGupScenario : ScenarioBase
{
    private const int Zap = 0;
    private const int Gup = 1;
    private const int Hardware = 2;
    private const int Target = ContpteWorld.Entries - 1;
    private const string Actor = "MADV_DONTNEED";
    private const string Freed = "freed";
    private const string Reallocated = "reallocated";

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
        new(Reallocated, "the next owner", "set_page_refcounted", "v6.12", "mm/internal.h", false),
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
                RemapPage.ClearPte, RemapPage.PutPage, ContpteSteps.Break, ContpteSteps.MiddleFlush, ContpteSteps.Make, ContpteSteps.ClearBlock, Reallocated, PageReference.FreePageStep,
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
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new ContpteWorld(ContpteAxes.FormOf(variant));
        bool hasHardware = variant[s_hardware.Name] == "yes";
        string[] leftOut = [GupSteps.RecheckPmd, GupSteps.RecheckHead];
        string[] steps = [.. Steps.Select(static s => s.Name)];
        var machine = new CheckedMachine(variant.Architecture, hasHardware ? 3 : 2, [.. steps, .. leftOut], [.. steps.Where(s => !variant.Keeps(s)), .. leftOut])
        {
            LocationName = world.Memory.Name,
        };
        PteRecheck recheck = variant[s_recheck.Name] switch { "lockless" => PteRecheck.Lockless, "raw" => PteRecheck.Raw, _ => PteRecheck.PtepGet };
        var gup = new Mm.Gup.GupFast(world.Mm, new GupOptions(Recheck: recheck));
        string zap = variant[s_zap.Name];
        (string, Action<Cpu>)[] tasks =
        [
            (Actor, cpu => Unmap(cpu, world, zap)),
            ("GUP-fast", cpu => gup.GetPage(cpu, 0, Target)),
            ("hardware", cpu => HardwareDirty.Set(cpu, world.Ptes[0], ContpteWorld.Clean(world.FolioA, 0))),
        ];
        return new ScenarioInstance
        {
            Program = ProgramOf(variant, machine, world.Memory.Initial, tasks[..(hasHardware ? 3 : 2)]),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world, zap),
            FormatValue = world.FormatValue,
            Witnesses = [.. Witnesses(variant, zap, hasHardware, recheck)],
        };
    }

    private static void Unmap(Cpu cpu, ContpteWorld world, string zap)
    {
        bool isFreed = false;
        Word folio = world.Mm.Pages[world.FolioA];
        if (zap == "block")
        {
            world.Convert.ClearBlock(cpu, world.Ptes[0]);
            world.Mm.FlushPages(cpu, 0, ContpteWorld.Entries);
            cpu.Step(RemapPage.PutPage);
            isFreed = PageReference.FolioPutRefs(cpu, world.Mm, folio, ContpteWorld.Entries);
        }
        else if (zap == "split")
        {
            var remap = new RemapPage(world.Mm);
            remap.Unmap(cpu, Target, world.Ptes[Target], out _);
            isFreed = remap.Unmap(cpu, 0, world.Ptes[0], out _);
        }

        if (isFreed)
        {
            cpu.Observe(Freed, 1);
            cpu.Step(Reallocated);
            PageReference.AllocateForOther(cpu, world.Mm, folio, 0xf0_0000);
        }
    }

    private static FailureNote? Judge(IExecution execution, ContpteWorld world, string zap)
    {
        bool got = Saw(execution, Gup, Mm.Gup.GupFast.Succeeded);
        bool isFreed = Saw(execution, Zap, Freed);
        if (got && isFreed)
        {
            return new FailureNote(ViolationKind.UseAfterFree, "GUP-fast returned a page of a folio that belongs to somebody else");
        }

        if (got && execution.TryGetObserved(Gup, Mm.Gup.GupFast.GotPfn, out ulong pfn) && pfn != world.FolioA + Target)
        {
            return new FailureNote(ViolationKind.Assertion, "GUP-fast returned a page that the entry does not map");
        }

        ulong expected = (got ? 1UL : 0) + (isFreed ? 1UL : 0) + (zap == "none" ? (ulong)ContpteWorld.Entries : 0);
        ulong actual = execution.Final(ContpteWorld.Refcount(world.FolioA));
        return actual == expected ? null : new FailureNote(ViolationKind.Assertion, $"the folio's count is {actual} in the end, but {expected} references are held");
    }

    private static IEnumerable<Witness> Witnesses(Variant variant, string zap, bool hasHardware, PteRecheck recheck)
    {
        yield return new("GUP-fast gets the page", static e => Saw(e, Gup, Mm.Gup.GupFast.Succeeded));
        if (zap != "none")
        {
            yield return new("the zap frees the folio", static e => Saw(e, Zap, Freed));
        }

        bool canDiffer = zap != "none" || recheck != PteRecheck.Raw;
        if (canDiffer && variant.Keeps(GupSteps.RecheckPte))
        {
            yield return new("GUP-fast backs off", static e => Saw(e, Gup, Mm.Gup.GupFast.BackedOff));
        }

        if (hasHardware)
        {
            yield return new(
                "GUP-fast gets the page, which it has read as clean, and the hardware makes it dirty",
                static e => Saw(e, Gup, Mm.Gup.GupFast.Succeeded) && Saw(e, Hardware, HardwareDirty.Made)
                    && e.TryGetObserved(Gup, ContptePtep.Returned, out ulong pte) && !ContpteWorld.IsDirty(pte));
        }
    }
}
