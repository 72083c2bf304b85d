using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;
using Racewalk.Programs;

namespace Racewalk.Scenarios.TableFree;

/// <summary>MADV_DONTNEED that frees an emptied PTE table, against a page fault in the same table.</summary>
internal sealed class PtReclaimScenario : ScenarioBase
{
    private const int Fault = 1;
    private const string Reclaimer = "MADV_DONTNEED";
    private const string PtReclaim = "mm/pt_reclaim.c";
    private const string Memory = "mm/memory.c";
    private const string MmuGather = "mm/mmu_gather.c";
    private const string PgtableGeneric = "mm/pgtable-generic.c";

    private static readonly Axis s_free = new(
        "free",
        ["rcu", "one-rcu", "one-ipi"],
        "how the table is freed: by call_rcu; without a batch page after synchronize_rcu (v7.1); or after an interrupt, as without PT_RECLAIM");

    private static readonly Axis s_resched = new(
        "resched", ["no", "yes"], "whether the table's lock is given back while the entries are zapped, so that the table is looked through again under both locks");

    private static readonly Dictionary<string, (TableFreeKind Kind, string Step)> s_kinds = new(StringComparer.Ordinal)
    {
        ["rcu"] = (TableFreeKind.ByCallRcu, PageTableFree.CallRcu),
        ["one-rcu"] = (TableFreeKind.AfterGracePeriod, PageTableFree.SynchronizeRcu),
        ["one-ipi"] = (TableFreeKind.AfterSync, PageTableFree.RemoveTableSync),
    };

    /// <inheritdoc/>
    public override string Id => "table-free/pt-reclaim";

    /// <inheritdoc/>
    public override string Title => "Can a page fault map a page in a table that MADV_DONTNEED has freed?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, s_free, s_resched, CommonAxes.Atomics];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(PteOffsetMapLock.ReadLock, "both", "__pte_offset_map", "v6.12", PgtableGeneric, true),
        new(PteOffsetMapLock.ReadPmd, "both", "__pte_offset_map", "v6.12", PgtableGeneric, false),
        new(PteOffsetMapLock.RecheckPmd, "both", "__pte_offset_map_lock", "v6.12", PgtableGeneric, true),
        new(ZapPte.ClearPte, Reclaimer, "zap_present_ptes", "v6.15", Memory, false),
        new(ZapAndReclaim.NotDirect, Reclaimer, "zap_pte_range", "v6.15", Memory, true),
        new(ZapAndReclaim.TryPmdLock, Reclaimer, "try_get_and_clear_pmd", "v6.15", PtReclaim, false),
        new(ZapAndReclaim.PmdLock, Reclaimer, "try_to_free_pte", "v6.15", PtReclaim, true),
        new(ZapAndReclaim.PteLock, Reclaimer, "try_to_free_pte", "v6.15", PtReclaim, true),
        new(ZapAndReclaim.Scan, Reclaimer, "try_to_free_pte", "v6.15", PtReclaim, true),
        new(ZapAndReclaim.ClearPmd, Reclaimer, "pmd_clear", "v6.15", PtReclaim, false),
        .. CommonSteps.Flush(Reclaimer),
        new(ZapPte.PutPage, Reclaimer, "tlb_batch_pages_flush", "v6.12", MmuGather, false),
        new(PageReference.FreePageStep, Reclaimer, "__folio_put", "v6.12", "mm/swap.c", false),
        new(PageTableFree.CallRcu, Reclaimer, "tlb_remove_table_free", "v6.12", MmuGather, true),
        new(PageTableFree.SynchronizeRcu, Reclaimer, "tlb_remove_table_sync_rcu", "v7.1", MmuGather, true),
        new(PageTableFree.RemoveTableSync, Reclaimer, "tlb_remove_table_one", "v6.12", MmuGather, true),
        new(PageTableFree.FreeTable, "MADV_DONTNEED, or RCU", "__tlb_remove_table", "v6.12", "include/asm-generic/tlb.h", false),
        new(InstallPte.InstallPmdWmb, "fault", "pmd_install", "v6.12", Memory, false),
        new(InstallPte.InstallPmd, "fault", "pmd_install", "v6.12", Memory, false),
        new(InstallPte.SetPte, "fault", "do_anonymous_page", "v6.12", Memory, false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = PtReclaimExpectations.All;

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        HashSet<string> absent = CommonSteps.AbsentFlushSteps(architecture);
        absent.UnionWith(s_kinds.Where(k => k.Key != configuration.Values[s_free.Name]).Select(static k => k.Value.Step));
        if (configuration.Values[s_resched.Name] == "no")
        {
            // Nobody holds the PMD lock while the entry points to the table, so the direct way is open.
            absent.UnionWith([ZapAndReclaim.NotDirect, ZapAndReclaim.PmdLock, ZapAndReclaim.PteLock, ZapAndReclaim.Scan]);
        }

        return Steps.Select(static s => s.Name).Where(s => !absent.Contains(s));
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        bool reschedules = variant[s_resched.Name] == "yes";
        var world = new TableWorld(reschedules ? 2 : 1, "page", "zeroed");
        world.Map(0, world.Pages[0]);
        TableFreeKind kind = s_kinds[variant[s_free.Name]].Kind;
        RcuHead? head = kind == TableFreeKind.ByCallRcu ? ZapAndReclaim.HeadOf(world.Tables, world.Memory.AddKernelWord("rcu_head")) : null;
        IReadOnlyList<RcuHead>? heads = kind == TableFreeKind.AfterSync ? null : head is null ? [] : [head];
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 1 << Fault, world.Memory.Name, heads);
        var zap = new ZapAndReclaim(world.Mm, world.Tables, KernelChoices.PteClear(variant), kind, head, reschedules);
        var install = new InstallPte(world.Mm, world.Tables, world.Fresh);
        ulong entry = world.Mm.Leaf(world.Pages[1], write: true);
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant, machine, world.Memory.Initial, (Reclaimer, cpu => zap.Zap(cpu, 0)), ("fault", cpu => install.Fault(cpu, 0, 0, entry))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world),
            FormatValue = world.FormatValue,
            Witnesses = [.. Witnesses(world, entry, reschedules)],
        };
    }

    private static IEnumerable<Witness> Witnesses(TableWorld world, ulong entry, bool reschedules)
    {
        yield return new("the table is reclaimed, and the page mapped in a new one", e => Reclaimed(e) && IsMapped(e, world, entry));
        yield return new("the fault comes first and finds the old page", static e => !Saw(e, Fault, InstallPte.Installed));
        if (reschedules)
        {
            yield return new("the table is not empty any more, and stays", e => !Reclaimed(e) && IsMapped(e, world, entry));
        }
    }

    private static bool Reclaimed(IExecution execution) => Saw(execution, 0, ZapAndReclaim.Reclaimed);

    private static bool IsMapped(IExecution execution, TableWorld world, ulong entry) =>
        Saw(execution, Fault, InstallPte.Installed) && world.Mapped(execution, 0) == entry;

    private static FailureNote? Judge(IExecution execution, TableWorld world) =>
        Saw(execution, Fault, InstallPte.Installed) && world.Mapped(execution, 0) == 0
            ? new FailureNote(ViolationKind.LostData, "the page that the fault has mapped is in no table any more: it was mapped in one that was taken out")
            : null;
}
