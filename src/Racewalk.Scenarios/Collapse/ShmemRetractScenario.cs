using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Teardown;
using Racewalk.Programs;
using Racewalk.Scenarios.TableFree;

namespace Racewalk.Scenarios.Collapse;

/// <summary>A file collapse that takes an empty PTE table out without the mmap lock, against those who map pages there.</summary>
internal sealed class ShmemRetractScenario : ScenarioBase
{
    private const int Collapser = 0;
    private const int Other = 1;
    private const string Actor = "khugepaged";
    private const string KhugepagedFile = "mm/khugepaged.c";
    private const string Memory = "mm/memory.c";
    private const string PgtableGeneric = "mm/pgtable-generic.c";

    private static readonly Axis s_arch = new("arch", ["arm64", "sc", "lkmm"], "the architecture: its instructions and its memory model; none of these interrupts to flush");

    private static readonly Axis s_other = new(
        "other", ["uffd", "fault"], "uffd: UFFDIO_COPY into a private mapping, which locks no folio of the page cache; fault: a fault that finds the new folio there");

    /// <inheritdoc/>
    public override string Id => "khugepaged/shmem-retract";

    /// <inheritdoc/>
    public override string Title => "Can a file collapse take an empty PTE table out without the mmap lock?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [s_arch, s_other, CommonAxes.Atomics];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(RetractPageTables.CheckVma, Actor, "retract_page_tables", "v6.12", KhugepagedFile, true),
        new(RetractPageTables.PmdLock, Actor, "retract_page_tables", "v6.12", KhugepagedFile, true),
        new(RetractPageTables.PteLock, Actor, "retract_page_tables", "v6.12", KhugepagedFile, true),
        new(RetractPageTables.RecheckVma, Actor, "retract_page_tables", "v6.12", KhugepagedFile, true),
        new(RetractPageTables.ClearPmd, Actor, "pmdp_collapse_flush", "v6.12", PgtableGeneric, false),
        .. CommonSteps.Flush(Actor).Where(static s => Cpu.FlushSteps(Architecture.Arm64).Contains(s.Name)),
        new(RetractPageTables.FreeDefer, Actor, "pte_free_defer", "v6.12", PgtableGeneric, true),
        new(RetractPageTables.FreeTable, "khugepaged, or RCU", "pte_free_now", "v6.12", PgtableGeneric, false),
        new(RetractPageTables.UnlockFolio, Actor, "folio_unlock", "v6.12", "mm/filemap.c", false),
        new(FileMappingUsers.PrepareAnonVma, "UFFDIO_COPY", "mfill_atomic", "v6.12", "mm/userfaultfd.c", false),
        new(FileMappingUsers.Look, "fault", "handle_pte_fault", "v6.12", Memory, false),
        new(PteOffsetMap.ReadLock, "fault", "__pte_offset_map", "v6.12", PgtableGeneric, true),
        new(PteOffsetMap.ReadPmd, "fault", "__pte_offset_map", "v6.12", PgtableGeneric, false),
        new(PteOffsetMap.ReadPte, "fault", "ptep_get_lockless", "v6.12", "include/linux/pgtable.h", false),
        new(FileMappingUsers.LockFolio, "fault", "__do_fault", "v6.12", Memory, true),
        new(PteOffsetMapLock.ReadLock, "either", "__pte_offset_map", "v6.12", PgtableGeneric, true),
        new(PteOffsetMapLock.ReadPmd, "either", "__pte_offset_map", "v6.12", PgtableGeneric, false),
        new(PteOffsetMapLock.RecheckPmd, "either", "__pte_offset_map_lock", "v6.12", PgtableGeneric, true),
        new(InstallPte.InstallPmdWmb, "either", "pmd_install", "v6.12", Memory, false),
        new(InstallPte.InstallPmd, "either", "pmd_install", "v6.12", Memory, false),
        new(InstallPte.SetPte, "either", "set_pte_at", "v6.12", Memory, false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = ShmemRetractExpectations.All;

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        HashSet<string> absent = CommonSteps.AbsentFlushSteps(architecture);
        absent.UnionWith(configuration.Values[s_other.Name] == "uffd"
            ? [FileMappingUsers.Look, PteOffsetMap.ReadLock, PteOffsetMap.ReadPmd, PteOffsetMap.ReadPte, FileMappingUsers.LockFolio]
            : [FileMappingUsers.PrepareAnonVma]);
        return Steps.Select(static s => s.Name).Where(s => !absent.Contains(s));
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        bool isUffd = variant[s_other.Name] == "uffd";
        var world = new TableWorld(1, isUffd ? "anon" : "huge");
        var mapping = new FileMapping(world.Memory.AddKernelWord("vma.anon_vma"), world.Memory.AddKernelWord("folio.locked", 1));
        RcuHead head = RetractPageTables.HeadOf(world.Tables, world.Memory.AddKernelWord("rcu_head"));
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 0, world.Memory.Name, [head]);
        var retract = new RetractPageTables(world.Mm, world.Tables, mapping, KernelChoices.PmdClear(variant), head);
        var users = new FileMappingUsers(world.Mm, world.Tables, mapping, world.Fresh);
        ulong entry = world.Mm.Leaf(world.Pages[0], write: true);
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                (Actor, cpu => retract.Finish(cpu, 0)),
                isUffd ? ("UFFDIO_COPY", cpu => users.UffdioCopy(cpu, 0, 0, entry)) : ("fault", cpu => users.Fault(cpu, 0, 0, entry))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world, entry),
            FormatValue = world.FormatValue,
            Witnesses = [.. Witnesses(isUffd)],
        };
    }

    private static IEnumerable<Witness> Witnesses(bool isUffd)
    {
        yield return new("the table is taken out, and the page mapped in a new one", static e => Saw(e, Collapser, RetractPageTables.Retracted) && Saw(e, Other, InstallPte.Installed));
        if (isUffd)
        {
            yield return new("the page is mapped, and the table stays", static e => !Saw(e, Collapser, RetractPageTables.Retracted) && Saw(e, Other, InstallPte.Installed));
            yield return new("the ioctl finds that the table has gone", static e => !Saw(e, Other, InstallPte.Installed));
        }
        else
        {
            yield return new("the fault looks before the table is taken out", static e => Saw(e, Other, PteOffsetMap.Mapped));
            yield return new("the fault looks when it is gone", static e => !Saw(e, Other, PteOffsetMap.Mapped));
        }
    }

    private static FailureNote? Judge(IExecution execution, TableWorld world, ulong entry) =>
        Saw(execution, Other, InstallPte.Installed) && world.Mapped(execution, 0) != entry
            ? new FailureNote(ViolationKind.LostData, "a page was mapped in a table that was taken out as empty: nobody finds it any more")
            : null;
}
