using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Mm.Teardown;
using Racewalk.Mm.Vmas;
using Racewalk.Programs;
using Racewalk.Scenarios.Cow;
using Racewalk.Scenarios.Vmas;

namespace Racewalk.Scenarios.Munmap;

/// <summary>munmap of a VMA, and mmap of another at the same place, against khugepaged, which has looked at the first.</summary>
internal sealed class MunmapKhugepagedScenario : AnonScenario
{
    private const int Unmapper = 0;
    private const int Collapser = 1;
    private const string MmapStep = "mmap";

    /// <inheritdoc/>
    public override string Id => "munmap/khugepaged";

    /// <inheritdoc/>
    public override string Title => "Can khugepaged collapse pages of a VMA that has taken the place of the one that it has looked at?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [KhugepagedAxes.Arch];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. MunmapStepTable.Munmap.Select(static s => s with { Droppable = false }),
        .. DontneedStepTable.Dontneed.Where(static s => s.Name is ZapHugePmd.ClearHugePmd or ZapHugePmd.FreeDepositedTable).Select(static s => s with { Actor = "munmap" }),
        new(MmapStep, "mmap", "__mmap_region", "v6.12", "mm/mmap.c", false),
        .. CowStepTable.FaultOnEntry.Where(static s => s.Name is not (AnonFault.LookAtPte or AnonFault.SetFlags)),
        .. CowStepTable.AnonymousPte,
        .. CowStepTable.PteAlloc,
        .. AnonCollapseStepTable.Scan,
        new(AnonCollapseSteps.RevalidateVma, "khugepaged", "hugepage_vma_revalidate", "v6.12", "mm/khugepaged.c", true),
        .. AnonCollapseStepTable.Collapse.Where(static s => s.Name is not (AnonCollapseSteps.RecheckPmd or CollapseSteps.RepopulatePmd)).Select(static s => s with { Droppable = s.Name == AnonCollapseSteps.VmaStartWrite }),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        .. OnEach("", Verdict.Holds, "the VMA is looked up again with mmap_lock for writing"),
        .. OnEach("-revalidate-vma", Verdict.Violated, "mutant: a huge page in a VMA that must have none"),
        Expect.Holds("arch=arm64 -vma-start-write", "redundant here: the fault takes mmap_lock"),
    ];

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new AnonWorld(canGo: true);
        VmArea vma = world.Vma;
        var munmap = new Mm.Teardown.Munmap(vma, KernelChoices.PteClear(variant), new TableBatch(vma.Mm, TableFreeKind.AfterFlush), downgrades: false);
        var fault = new AnonFault(vma, new FaultOptions(PerVmaLock: false, HugePages: false));
        var scan = new CollapseScan(vma);
        var collapse = new AnonCollapse(vma, new PmdpCollapseFlush(vma.Mm, CollapseFlushKind.Generic, KernelChoices.PmdClear(variant)), CollapseLocking.MmapWrite);
        return InstanceOf(
            variant,
            world.Memory,
            world.Entries,
            e => Judge(e, world),
            [
                Sees("the collapse comes first and succeeds", Collapser, Khugepaged.Collapsed),
                Sees("khugepaged gives up", Collapser, Khugepaged.GaveUp),
                Sees("the fault maps a page in the new VMA", Unmapper, AnonymousPage.MappedZeros),
            ],
            ("munmap, mmap", cpu => UnmapAndMap(cpu, munmap, fault, vma)),
            ("khugepaged", cpu => ScanAndCollapse(cpu, scan, collapse, world.HugePfn)));
    }

    private static void UnmapAndMap(Cpu cpu, Mm.Teardown.Munmap munmap, AnonFault fault, VmArea vma)
    {
        var all = new PageRange(0, 2);
        munmap.Unmap(cpu, new MmuGather(vma.Mm, 2), all, all);
        cpu.Step(MmapStep);
        vma.MmapLock.WriteLock(cpu);
        vma.Link(cpu, VmArea.Write | VmArea.NoHugePage);
        vma.MmapLock.WriteUnlock(cpu);
        fault.Handle(cpu, 0, 0, isStore: true);
    }

    private static void ScanAndCollapse(Cpu cpu, CollapseScan scan, AnonCollapse collapse, ulong hugePfn)
    {
        if (scan.ScanPmd(cpu, 0))
        {
            collapse.CollapseHugePage(cpu, 0, hugePfn);
        }
    }

    private static FailureNote? Judge(IExecution execution, AnonWorld world) =>
        world.IsHuge(execution) ? new FailureNote(ViolationKind.Assertion, "a huge page is mapped in a VMA that must have none (VM_NOHUGEPAGE)")
        : execution.Final(world.Refcount(world.Frames.Page)) != 1 ? new FailureNote(ViolationKind.Assertion, "the page of the new VMA does not have its one reference")
        : null;

    private static IEnumerable<ExpectedVerdict> OnEach(string configuration, Verdict verdict, string reason) =>
        KhugepagedAxes.Arch.Values.Where(static a => a != "lkmm").Select(a => new ExpectedVerdict(Configuration.Parse($"arch={a} {configuration}"), verdict, reason));
}
