using Racewalk.Machine;
using Racewalk.Mm.Races;
using Racewalk.Mm.Teardown;

namespace Racewalk.Scenarios.GupFast;

/// <summary>GUP-fast against munmap, which frees the PTE table that it walks.</summary>
internal sealed class TableFreeScenario : ScenarioBase
{
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
    protected override Configuration? NativeControl { get; } = Configuration.Parse("free=flush");

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> ChooseNatively(Variant variant) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["clear"] = KernelChoices.PteClear(variant).ToString(),
        ["kind"] = KindOf(variant).ToString(),
    };

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var race = new TableFreeRace(KindOf(variant), KernelChoices.PteClear(variant));
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 1 << Gup, race.Memory.Name);
        return InstanceOf(variant, race, machine, race.World.FormatValue);
    }

    private static TableFreeKind KindOf(Variant variant) => variant[s_free.Name] switch
    {
        "direct" => TableFreeKind.Direct,
        "flush" => TableFreeKind.AfterFlush,
        _ => TableFreeKind.AfterSync,
    };
}
