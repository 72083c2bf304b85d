using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;
using Racewalk.Mm.Vmas;
using Racewalk.Programs;
using Racewalk.Scenarios.Translation;

namespace Racewalk.Scenarios.Munmap;

/// <summary>A store of user code against munmap of two pages and of the table that maps them.</summary>
internal sealed class MunmapStoreScenario : TranslationScenario
{
    private const int User = 1;
    private const string Stored = "stored";

    private static readonly Axis s_batch = new("batch", ["all", "1"], "how many pages the gather takes before it is flushed, with the PTE lock given back");

    /// <inheritdoc/>
    public override string Id => "munmap/store";

    /// <inheritdoc/>
    public override string Title => "Can a store of user code reach a page that munmap has freed, or the hardware a table?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, s_batch, CommonAxes.Atomics];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. MunmapStepTable.Munmap.Select(static s => s with { Droppable = s.Name is MmuGather.Flush or MmuGather.FreedTables }),
        .. CommonSteps.TranslatedFlush("munmap"),
        new(PageReference.FreePageStep, "munmap", "__folio_put", "v6.12", "mm/swap.c", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        .. OnEach("", Verdict.Holds, "one flush, at every level, before anything is freed"),
        .. OnEach("-tlb-flush-mmu", Verdict.Violated, "mutant: the store goes to a page that is freed"),
        Expect.Holds("batch=1", "a gather that is full is flushed before its pages are freed"),
        Expect.Violated("batch=1 -tlb-flush-mmu", "mutant"),
        Expect.Holds("arch=x86-64 batch=1", "a gather that is full is flushed before its pages are freed"),
        Expect.Violated("arch=x86-64 batch=1 -tlb-flush-mmu", "mutant"),
        Expect.Holds("atomics=llsc", "the same"),
        Expect.Violated("atomics=llsc -tlb-flush-mmu", "mutant"),
        Expect.Violated("-tlb-freed-tables", "mutant: the walk cache still leads to the table, which is freed"),
        Expect.Violated("arch=ppc64-radix -tlb-freed-tables", "mutant: the walk cache (RIC 2)"),
        Expect.Holds("arch=x86-64 -tlb-freed-tables", "redundant there: INVLPG ends what is cached of the levels above as well"),
        Expect.Violated("-flush-tlbi", "mutant"),
        Expect.Violated("-flush-dsb-ishst", "mutant: cached again between invalidation and store"),
        Expect.Violated("-flush-dsb-ish", "mutant: nothing waits for the invalidation"),
        Expect.Violated("arch=x86-64 -flush-ipi", "mutant: nobody tells the other CPU"),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Axis> ArmAxes => [];

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new TranslationWorld(variant.Architecture, ptes: 2, pages: 2);
        world.Map(0, world.Pte.Dirty(world.Pages[0]), 0xda7a);
        world.Map(1, world.Pte.Dirty(world.Pages[1]), 0xda7b);
        CheckedMachine machine = MachineOf(variant, world, new TranslationFeatures(), (cpu, _) => Handle(cpu, world.Vma));
        int batch = variant[s_batch.Name] == "1" ? 1 : 4;
        var munmap = new Mm.Teardown.Munmap(world.Vma, KernelChoices.PteClear(variant), new TableBatch(world.Mm, TableFreeKind.AfterFlush), downgrades: false);
        var all = new PageRange(0, 2);
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("munmap", cpu => munmap.Unmap(cpu, new MmuGather(world.Mm, batch), all, all)),
                ("user", Store(world, Stored))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world),
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the store is made before the page is unmapped", static e => Saw(e, User, Stored)),
                new("the store finds nothing mapped", static e => !Saw(e, User, Stored)),
            ],
        };
    }

    // lock_mm_and_find_vma: without the VMA nobody looks at the tables.
    private static FaultResolution Handle(Cpu cpu, VmArea vma)
    {
        vma.MmapLock.ReadLock(cpu);
        FaultResolution resolution = vma.IsFound(cpu) ? FaultResolution.Retry : FaultResolution.Signal;
        vma.MmapLock.ReadUnlock(cpu);
        return resolution;
    }

    private static FailureNote? Judge(IExecution execution, TranslationWorld world) =>
        !Poison.IsFreed(execution.Final(world.Data())) ? new FailureNote(ViolationKind.UseAfterFree, "user code wrote to the page after it was freed")
        : world.Ptes.Any(p => !Poison.IsFreed(execution.Final(p))) ? new FailureNote(ViolationKind.UseAfterFree, "the page table was written after it was freed")
        : null;

    private static IEnumerable<ExpectedVerdict> OnEach(string configuration, Verdict verdict, string reason) =>
        new[] { "arm64", "x86-64", "x86-64-pv", "ppc64-radix" }.Select(a => new ExpectedVerdict(Configuration.Parse($"arch={a} {configuration}"), verdict, reason));
}
