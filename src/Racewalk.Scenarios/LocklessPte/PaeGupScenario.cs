using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Mapping;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Pae;
using Racewalk.Programs;

namespace Racewalk.Scenarios.LocklessPte;

/// <summary>GUP-fast reads an entry of two words while that is cleared and set again with the same low word.</summary>
internal sealed class PaeGupScenario : ScenarioBase
{
    private const int Writer = 0;
    private const int Gup = 1;
    private const string Freed = "freed";
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
    protected override ScenarioInstance Build(Variant variant)
    {
        string change = variant[s_change.Name];
        var world = new PaeWorld(change != "set", variant[s_clear.Name] == "stores" ? TwoWordClear.Stores : TwoWordClear.Exchange);
        string[] leftOut = [GupSteps.RecheckHead, GupSteps.RecheckPmd, Cpu.FlushMb, Cpu.FlushPtesync];
        string[] steps = [.. Steps.Select(static s => s.Name)];
        var machine = new CheckedMachine(variant.Architecture, 2, [.. steps, .. leftOut], [.. steps.Where(s => !variant.Keeps(s)), .. leftOut])
        {
            LocationName = world.Memory.Name,
            Interruptible = variant.Keeps(Cpu.FlushIpi) ? 1UL << Gup : 0,
        };
        var remap = new RemapPage(world.Mm);
        var gup = new Mm.Gup.GupFast(
            world.Mm, new GupOptions(Recheck: variant[s_recheck.Name] == "lockless" ? PteRecheck.Lockless : PteRecheck.PtepGet));
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                (Actor, cpu => Write(cpu, remap, world, change)),
                ("GUP-fast", cpu => gup.GetPage(cpu, 0, 0))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = variant[s_judged.Name] == "read" ? e => JudgeRead(e, world) : e => JudgePage(e, world),
            FormatValue = world.FormatValue,
            Witnesses = [.. Witnesses(world, change)],
        };
    }

    private static void Write(Cpu cpu, RemapPage remap, PaeWorld world, string change)
    {
        if (change != "set")
        {
            cpu.Observe(Freed, remap.Unmap(cpu, 0, world.Ptep, out _) ? 1UL : 0);
        }

        if (change != "clear")
        {
            remap.Map(cpu, 0, world.Ptep, world.Entry(1));
        }

        if (change == "replace-twice")
        {
            remap.Unmap(cpu, 0, world.Ptep, out _);
            remap.Map(cpu, 0, world.Ptep, world.Entry(2));
        }
    }

    // What is returned must have been the entry. Entries that are not present may be torn: GUP-fast ignores them.
    private static FailureNote? JudgeRead(IExecution execution, PaeWorld world) =>
        execution.TryGetObserved(Gup, TwoWordPtep.Returned, out ulong pte) && (pte & PageTableEntry.Present) != 0 && !Enumerable.Range(0, 3).Any(p => world.Entry(p) == pte)
            ? new FailureNote(
                ViolationKind.Assertion, $"rule (3b): ptep_get_lockless returned an entry of the frame {pte >> PageTableEntry.PfnShift}, which the entry never was")
            : null;

    private static FailureNote? JudgePage(IExecution execution, PaeWorld world)
    {
        ulong got = 0;
        if (Saw(execution, Gup, Mm.Gup.GupFast.Succeeded) && execution.TryGetObserved(Gup, Mm.Gup.GupFast.GotPfn, out got) && got == world.Stranger)
        {
            return new FailureNote(ViolationKind.Assertion, "GUP-fast returned a page that was never mapped there: somebody else's");
        }

        if (got == world.Pages[0] && Saw(execution, Writer, Freed))
        {
            return new FailureNote(ViolationKind.UseAfterFree, "GUP-fast returned a page that has been freed");
        }

        ulong stranger = execution.Final(PaeWorld.Refcount(world.Stranger));
        return stranger == 1 ? null : new FailureNote(ViolationKind.Assertion, $"the stranger's count is {stranger} in the end, but 1 reference is held");
    }

    private static IEnumerable<Witness> Witnesses(PaeWorld world, string change)
    {
        yield return new("GUP-fast finds nothing mapped", static e => !Saw(e, Gup, Mm.Gup.GupFast.Succeeded));
        if (change != "set")
        {
            yield return new("GUP-fast gets the old page", e => e.TryGetObserved(Gup, Mm.Gup.GupFast.GotPfn, out ulong pfn) && pfn == world.Pages[0]);
        }

        if (change != "clear")
        {
            yield return new("GUP-fast gets the new page", e => e.TryGetObserved(Gup, Mm.Gup.GupFast.GotPfn, out ulong pfn) && pfn == world.Pages[1]);
        }
    }
}
