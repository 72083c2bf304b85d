using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Races;
using Racewalk.Programs;

namespace Racewalk.Scenarios.GupFast;

/// <summary>GUP-fast against a collapse whose deposited table is freed when the huge page goes.</summary>
internal sealed class DepositedTableScenario : ScenarioBase
{
    private const int Khugepaged = 0;
    private const int Gup = 1;

    /// <inheritdoc/>
    public override string Id => "gup-fast/deposited-table";

    /// <inheritdoc/>
    public override string Title => "Can GUP-fast read a PTE table that a collapse deposited and a zap freed?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, CommonAxes.Era, CollapseVariants.Fix, CommonAxes.Atomics];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. GupStepTable.Get,
        .. CollapseStepTable.Collapse,
        new(ZapHugePmd.ClearHugePmd, "zap", "zap_huge_pmd", "v6.12", "mm/huge_memory.c", false),
        new(ZapHugePmd.FreeDepositedTable, "zap", "zap_deposited_table", "v6.12", "mm/huge_memory.c", false),
        new(ZapHugePmd.PutHugePage, "zap", "tlb_finish_mmu", "v6.12", "mm/mmu_gather.c", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = DepositedTableExpectations.All;

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture) =>
        CollapseVariants.PresentSteps(configuration, architecture, Steps);

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new GupWorld(ptes: 1, huge: true);
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 1 << Gup, world.Memory.Name);
        var flush = new PmdpCollapseFlush(world.Mm, KernelChoices.CollapseFlush(variant), KernelChoices.PmdClear(variant), interrupts: true);
        var khugepaged = new Khugepaged(world.Mm, flush);
        var zap = new ZapHugePmd(world.Mm, KernelChoices.PmdClear(variant));
        var gup = new Mm.Gup.GupFast(world.Mm, new GupOptions());
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("khugepaged, then zap", cpu => CollapseAndZap(cpu, khugepaged, zap, world)),
                ("GUP-fast", cpu => gup.GetPage(cpu, 0, 0))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world),
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("GUP-fast gets the small page", e => Saw(e, Gup, Mm.Gup.GupFast.Succeeded) && Pfn(e) == world.SmallPages[0]),
                new("GUP-fast gets the huge page", e => Saw(e, Gup, Mm.Gup.GupFast.Succeeded) && Pfn(e) == world.HugePfn),
                new("the collapse succeeds", e => Saw(e, Khugepaged, Mm.Collapse.Khugepaged.Collapsed)),
            ],
        };
    }

    private static void CollapseAndZap(Cpu cpu, Khugepaged khugepaged, ZapHugePmd zap, GupWorld world)
    {
        if (khugepaged.CollapseHugePage(cpu, 0, world.HugePfn))
        {
            zap.Zap(cpu, 0);
        }
    }

    private static FailureNote? Judge(IExecution execution, GupWorld world)
    {
        bool collapsed = Saw(execution, Khugepaged, Mm.Collapse.Khugepaged.Collapsed);
        ulong pfn = Saw(execution, Gup, Mm.Gup.GupFast.Succeeded) ? Pfn(execution) : 0;
        return collapsed && pfn == world.SmallPages[0]
            ? new FailureNote(ViolationKind.LostData, "GUP-fast returned a small page, khugepaged put a huge page in its place")
            : References.Check(execution, world, pfn, 1, mapped: !collapsed);
    }

    private static ulong Pfn(IExecution execution) => execution.TryGetObserved(Gup, Mm.Gup.GupFast.GotPfn, out ulong pfn) ? pfn : 0;
}
