using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Mm.Teardown;
using Racewalk.Programs;
using Racewalk.Scenarios.GupFast;
using Racewalk.Scenarios.Vmas;

namespace Racewalk.Scenarios.Cow;

/// <summary>A child that takes a reference on a shared page and unmaps it, against the parent, which writes to the page.</summary>
internal sealed class ReuseScenario : AnonScenario
{
    private const int Parent = 0;
    private const int Child = 1;
    private const ulong NewData = 0x5709e;
    private const string ChildRead = "child-read";
    private const string ParentStores = "parent-stores";

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
        new(ParentStores, "parent", "(user code)", "v6.12", "mm/memory.c", false),
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
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new CowWorld(CowPage.Shared);
        MmStruct child = world.Child.Mm;
        var zap = new ZapPte(child, KernelChoices.PteClear(variant));
        var gup = new Mm.Gup.GupFast(child, new GupOptions());
        WpReuse reuse = variant[s_reuse.Name] == "mapcount" ? WpReuse.Mapcount : WpReuse.Refcount;
        var fault = new AnonFault(world.Parent, new FaultOptions(PerVmaLock: false, HugePages: false, KernelChoices.PteClear(variant), reuse));
        return InstanceOf(
            variant,
            world.Memory,
            world.Entries,
            e => Judge(e, world),
            Witnesses(variant),
            ("child's munmap, parent", cpu => ZapAndStore(cpu, zap, fault, world)),
            ("child's GUP-fast", cpu => GetAndRead(cpu, gup, child)));
    }

    private static void ZapAndStore(Cpu cpu, ZapPte zap, AnonFault fault, CowWorld world)
    {
        zap.Zap(cpu, cpu.ReadOnce(world.Child.Mm.PmdOffset(0)), 0, out _);
        fault.Handle(cpu, 0, 0, isStore: true);
        cpu.Step(ParentStores);
        MmStruct parent = world.Parent.Mm;
        cpu.WriteOnce(PageTableEntry.FrameAddress(cpu.ReadOnce(parent.PteOffset(cpu.ReadOnce(parent.PmdOffset(0)), 0))), NewData);
    }

    private static void GetAndRead(Cpu cpu, Mm.Gup.GupFast gup, MmStruct child)
    {
        if (gup.TryGetPage(cpu, 0, 0, out Word page, out _))
        {
            cpu.Observe(ChildRead, cpu.ReadOnce(child.FrameOf(page)));
        }
    }

    private static IEnumerable<Witness> Witnesses(Variant variant)
    {
        yield return Sees("the child gets the page", Child, Mm.Gup.GupFast.Succeeded);
        yield return Sees("the parent uses the page", Parent, WpPage.Reused);
        if (variant[s_reuse.Name] == "refcount")
        {
            yield return Sees("the parent copies the page", Parent, WpPage.Copied);
        }
    }

    private static FailureNote? Judge(IExecution execution, CowWorld world)
    {
        bool got = Saw(execution, Child, Mm.Gup.GupFast.Succeeded);
        if (got && Saw(execution, Parent, WpPage.Reused))
        {
            return new FailureNote(ViolationKind.Assertion, "the child holds a reference on the page that the parent writes to from now on: it reads what it must not see");
        }

        return execution.TryGetObserved(Child, ChildRead, out ulong read) && read == NewData
            ? new FailureNote(ViolationKind.Assertion, "the child has read what the parent wrote after fork")
            : ExecutionOutcome.FailureOf(world.CheckReferences(new ExecutionOutcome(execution), world.Page, got ? 1UL : 0));
    }

    private static IEnumerable<ExpectedVerdict> OnEach(string configuration, Verdict verdict, string reason) =>
        KhugepagedAxes.Arch.Values.Select(a => new ExpectedVerdict(Configuration.Parse($"arch={a} {configuration}"), verdict, reason));
}
