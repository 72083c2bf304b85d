using Racewalk.Machine;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Races;
using Racewalk.Mm.Teardown;

namespace Racewalk.Scenarios.GupFast;

/// <summary>Walkers without locks against the ways of freeing a PTE table: by RCU, after a grace period, after an interrupt.</summary>
internal sealed class TableFreeRcuScenario : ScenarioBase
{
    private const int Unmap = 0;
    private const int Walk = 1;
    private const string MmuGather = "mm/mmu_gather.c";
    private const string PgtableGeneric = "mm/pgtable-generic.c";
    private const string Walker = "pte_offset_map";

    private static readonly Axis s_walker = new(
        "walker", ["pte-offset-map", "gup-fast"], "what protects the walker: rcu_read_lock, or interrupts off");

    private static readonly Axis s_free = new(
        "free",
        ["batch", "defer", "one-rcu", "one-ipi"],
        "how the table is freed: by call_rcu in a batch, by call_rcu alone (pte_free_defer); without a batch page after synchronize_rcu (v7.1), or after an interrupt (before)");

    private static readonly Dictionary<string, (TableFreeKind Kind, string Step)> s_kinds = new(StringComparer.Ordinal)
    {
        ["batch"] = (TableFreeKind.ByCallRcu, PageTableFree.CallRcu),
        ["defer"] = (TableFreeKind.Deferred, PageTableFree.FreeDefer),
        ["one-rcu"] = (TableFreeKind.AfterGracePeriod, PageTableFree.SynchronizeRcu),
        ["one-ipi"] = (TableFreeKind.AfterSync, PageTableFree.RemoveTableSync),
    };

    /// <inheritdoc/>
    public override string Id => "gup-fast/table-free-rcu";

    /// <inheritdoc/>
    public override string Title => "Which walkers does freeing a PTE table by RCU protect, and which does an interrupt?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, s_walker, s_free, CommonAxes.Atomics];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. GupStepTable.Get,
        new(PteOffsetMap.ReadLock, Walker, "__pte_offset_map", "v6.12", PgtableGeneric, true),
        new(PteOffsetMap.ReadPmd, Walker, "__pte_offset_map", "v6.12", PgtableGeneric, false),
        new(PteOffsetMap.ReadPte, Walker, "ptep_get_lockless", "v6.12", "include/linux/pgtable.h", false),
        .. ZapStepTable.Zap("munmap"),
        new(PageTableFree.UnhookTable, "munmap", "free_pte_range", "v6.12", "mm/memory.c", false),
        new(PageTableFree.CallRcu, "munmap", "tlb_remove_table_free", "v6.12", MmuGather, true),
        new(PageTableFree.FreeDefer, "munmap", "pte_free_defer", "v6.12", PgtableGeneric, true),
        new(PageTableFree.SynchronizeRcu, "munmap", "tlb_remove_table_sync_rcu", "v7.1", MmuGather, true),
        new(PageTableFree.RemoveTableSync, "munmap", "tlb_remove_table_one", "v6.12", MmuGather, true),
        new(PageTableFree.FreeTable, "munmap, or RCU", "__tlb_remove_table", "v6.12", "include/asm-generic/tlb.h", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = TableFreeRcuExpectations.All;

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        HashSet<string> absent = CommonSteps.AbsentFlushSteps(architecture);
        absent.UnionWith(s_kinds.Where(k => k.Key != configuration.Values[s_free.Name]).Select(static k => k.Value.Step));
        if (configuration.Values[s_walker.Name] == "gup-fast")
        {
            absent.UnionWith([PteOffsetMap.ReadLock, PteOffsetMap.ReadPmd, PteOffsetMap.ReadPte]);
        }
        else
        {
            absent.UnionWith(GupStepTable.Get.Select(static s => s.Name).Where(static s => s.StartsWith("gup-", StringComparison.Ordinal)));
        }

        return Steps.Select(static s => s.Name).Where(s => !absent.Contains(s));
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new GupWorld(ptes: 1);
        TableFreeKind kind = s_kinds[variant[s_free.Name]].Kind;
        bool isQueued = kind is TableFreeKind.ByCallRcu or TableFreeKind.Deferred;
        RcuHead? head = isQueued ? PageTableFree.HeadOf(world.Mm, world.Memory.AddKernelWord("rcu_head"), kind) : null;
        IReadOnlyList<RcuHead>? heads = kind == TableFreeKind.AfterSync ? null : head is null ? [] : [head];
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 1 << Walk, world.Memory.Name, heads);
        var free = new PageTableFree(world.Mm, KernelChoices.PteClear(variant), kind, head);
        var gup = new Mm.Gup.GupFast(world.Mm, new GupOptions());
        var map = new PteOffsetMap(world.Mm);
        bool isGup = variant[s_walker.Name] == "gup-fast";
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("munmap", cpu => free.Unmap(cpu, 0, 0)),
                isGup ? ("GUP-fast", cpu => gup.GetPage(cpu, 0, 0)) : (Walker, cpu => map.GetPte(cpu, 0, 0))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => ExecutionOutcome.FailureOf(TableFreeRace.Judge(new ExecutionOutcome(execution), world)),
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the walker reads the PTE", e => Saw(e, Walk, isGup ? Mm.Gup.GupFast.Succeeded : PteOffsetMap.Mapped)),
                new("the table is freed", e => Enumerable.Range(0, e.ThreadCount).Any(t => Saw(e, t, PageTableFree.Freed))),
            ],
        };
    }
}
