using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Races;
using Racewalk.Mm.Teardown;
using Racewalk.Programs;

namespace Racewalk.Scenarios.GupFast;

/// <summary>GUP-fast against munmap, which frees the PTE table that it walks.</summary>
internal sealed class TableFreeScenario : ScenarioBase
{
    private const int Munmap = 0;
    private const int Gup = 1;

    private static readonly Axis s_free = new(
        "free", ["sync", "flush", "direct"], "how the table is freed: after flush and interrupt, after the flush, at once");

    /// <inheritdoc/>
    public override string Id => "gup-fast/table-free";

    /// <inheritdoc/>
    public override string Title => "Can GUP-fast read a PTE table that munmap has freed?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, s_free, CommonAxes.Atomics];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. GupStepTable.Get,
        .. ZapStepTable.Zap("munmap"),
        new(PageTableFree.UnhookTable, "munmap", "free_pte_range", "v6.12", "mm/memory.c", false),
        new(PageTableFree.RemoveTableSync, "munmap", "tlb_remove_table_one", "v6.12", "mm/mmu_gather.c", true),
        new(PageTableFree.FreeTable, "munmap", "__tlb_remove_table", "v6.12", "include/asm-generic/tlb.h", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = TableFreeExpectations.All;

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        HashSet<string> absent = CommonSteps.AbsentFlushSteps(architecture);
        if (configuration.Values[s_free.Name] != "sync")
        {
            absent.Add(PageTableFree.RemoveTableSync);
        }

        return Steps.Select(s => s.Name).Where(s => !absent.Contains(s));
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new GupWorld(ptes: 1);
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 1 << Gup, world.Memory.Name);
        TableFreeKind kind = variant[s_free.Name] switch
        {
            "direct" => TableFreeKind.Direct,
            "flush" => TableFreeKind.AfterFlush,
            _ => TableFreeKind.AfterSync,
        };
        var free = new PageTableFree(world.Mm, KernelChoices.PteClear(variant), kind);
        var gup = new Mm.Gup.GupFast(world.Mm, new GupOptions());
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("munmap", cpu => free.Unmap(cpu, 0, 0)),
                ("GUP-fast", cpu => gup.GetPage(cpu, 0, 0))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world),
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("GUP-fast gets the page", e => Saw(e, Gup, Mm.Gup.GupFast.Succeeded)),
                new("munmap frees the page", e => Saw(e, Munmap, ZapPte.Freed)),
            ],
        };
    }

    internal static FailureNote? Judge(IExecution execution, GupWorld world)
    {
        bool got = Saw(execution, Gup, Mm.Gup.GupFast.Succeeded);
        return got && Saw(execution, Munmap, ZapPte.Freed)
            ? new FailureNote(ViolationKind.UseAfterFree, "GUP-fast returned a page that munmap had freed")
            : References.Check(execution, world, got ? world.SmallPages[0] : 0, 1, mapped: false);
    }
}
