using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;
using Racewalk.Scenarios.Translation;

namespace Racewalk.Scenarios.Collapse;

/// <summary>A collapse that leaves the PMD entry and makes the PTEs not present, against a fault, MADV_DONTNEED and the huge page next to it (PROTOCOLS §7, 4e).</summary>
internal sealed class UniversalInvalidScenario : TranslationScenario
{
    private const int Other = 1;
    private const string Actor = "khugepaged";
    private const string Proposed = "(proposed) collapse_huge_page";
    private const string KhugepagedFile = "mm/khugepaged.c";
    private const string Memory = "mm/memory.c";
    private const string Dontneed = "MADV_DONTNEED";
    private const string PgtableGeneric = "mm/pgtable-generic.c";
    private const string Stored = "stored";
    private const string NeighbourZap = "neighbour-withdraw";

    private static readonly Axis s_arch = new("arch", ["arm64", "x86-64", "ppc64-radix"], "the architecture: its page tables, its instructions and its memory model");

    private static readonly Axis s_entry = new(
        "entry", ["migration", "invalid"], "what PTEs are replaced by: migration entries, which the kernel knows, or the proposed universal invalid PTE, which nobody knows");

    private static readonly Axis s_other = new(
        "other", ["fault", "dontneed", "neighbour"], "fault: a store of user code to the page; dontneed: MADV_DONTNEED of it; neighbour: another huge page of the same PMD table goes, with its deposited table");

    private static readonly Dictionary<string, string[]> s_own = new(StringComparer.Ordinal)
    {
        ["fault"] = [NonPresentFault.Look, NonPresentFault.WaitForMigration, NonPresentFault.BadPte, NonPresentFault.ZeroPage],
        ["dontneed"] =
        [
            ZapAnyPte.Look, ZapAnyPte.LookAgain, ZapAnyPte.ClearPte, ZapAnyPte.ClearMigration, ZapAnyPte.ClearUnknown, ZapAnyPte.ClearHuge,
            PteOffsetMapLock.ReadLock, PteOffsetMapLock.ReadPmd, PteOffsetMapLock.RecheckPmd,
        ],
        ["neighbour"] = [NeighbourZap],
    };

    /// <inheritdoc/>
    public override string Id => "khugepaged/universal-invalid";

    /// <inheritdoc/>
    public override string Title => "Could a collapse make the PTEs such that no walker can act on them, and leave the PMD entry as it is?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [s_arch, s_entry, s_other, CommonAxes.Atomics];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(NonPresentCollapse.Freeze, Actor, Proposed, "v6.12", KhugepagedFile, false),
        .. CommonSteps.TranslatedFlush(Actor),
        new(CollapseSteps.Copy, Actor, "__collapse_huge_page_copy", "v6.12", KhugepagedFile, false),
        new(NonPresentCollapse.PmdLock, Actor, Proposed, "v6.12", KhugepagedFile, true),
        new(NonPresentCollapse.PteLock, Actor, Proposed, "v6.12", KhugepagedFile, true),
        new(NonPresentCollapse.Recheck, Actor, Proposed, "v6.12", KhugepagedFile, true),
        new(CollapseSteps.ClearPtes, Actor, "__collapse_huge_page_copy_succeeded", "v6.12", KhugepagedFile, false),
        new(CollapseSteps.DepositTable, Actor, "pgtable_trans_huge_deposit", "v6.12", PgtableGeneric, false),
        new(CollapseSteps.SetHugePmd, Actor, "set_pmd_at", "v6.12", KhugepagedFile, false),
        new(NonPresentCollapse.UnlockFolio, Actor, "folio_unlock", "v6.12", "mm/filemap.c", false),
        new(PageReference.FreePageStep, "whoever puts last", "__folio_put", "v6.12", "mm/swap.c", false),
        new(NonPresentFault.Look, "user", "handle_pte_fault", "v6.12", Memory, false),
        new(NonPresentFault.WaitForMigration, "user", "migration_entry_wait", "v6.12", "mm/migrate.c", false),
        new(NonPresentFault.BadPte, "user", "do_swap_page", "v6.12", Memory, false),
        new(NonPresentFault.ZeroPage, "user", "do_anonymous_page", "v6.12", Memory, false),
        new(ZapAnyPte.Look, Dontneed, "zap_pmd_range", "v6.12", Memory, false),
        new(PteOffsetMapLock.ReadLock, Dontneed, "__pte_offset_map", "v6.12", PgtableGeneric, false),
        new(PteOffsetMapLock.ReadPmd, Dontneed, "__pte_offset_map", "v6.12", PgtableGeneric, false),
        new(PteOffsetMapLock.RecheckPmd, Dontneed, "__pte_offset_map_lock", "v6.12", PgtableGeneric, true),
        new(ZapAnyPte.LookAgain, Dontneed, "zap_pmd_range", "v6.12", Memory, true),
        new(ZapAnyPte.ClearPte, Dontneed, "zap_present_ptes", "v6.12", Memory, false),
        new(ZapAnyPte.ClearMigration, Dontneed, "zap_pte_range", "v6.12", Memory, false),
        new(ZapAnyPte.ClearUnknown, Dontneed, "zap_pte_range", "v6.12", Memory, false),
        new(ZapAnyPte.ClearHuge, Dontneed, "zap_huge_pmd", "v6.12", "mm/huge_memory.c", false),
        new(NeighbourZap, "neighbour", "zap_deposited_table", "v6.12", "mm/huge_memory.c", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = UniversalInvalidExpectations.All;

    /// <inheritdoc/>
    protected override IReadOnlyList<Axis> ArmAxes => [];

    /// <inheritdoc/>
    protected override IReadOnlySet<string> AbsentSteps(Configuration configuration)
    {
        bool isMigration = configuration.Values[s_entry.Name] == "migration";
        return s_own.Where(o => o.Key != configuration.Values[s_other.Name]).SelectMany(static o => o.Value)
            .Concat(isMigration ? [NonPresentFault.BadPte, ZapAnyPte.ClearUnknown] : [NonPresentFault.WaitForMigration, ZapAnyPte.ClearMigration]).ToHashSet(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        string other = variant[s_other.Name];
        var world = new NonPresentWorld(variant.Architecture, hasNeighbour: other == "neighbour");
        var fault = new NonPresentFault(world.Mm, world.FolioLocked);
        CheckedMachine machine = MachineOf(
            variant, world.Lower, new TranslationFeatures(), (cpu, f) => fault.Handle(cpu, 0, f.Page) == UserFaultOutcome.Retry ? FaultResolution.Retry : FaultResolution.Signal);
        var collapse = new NonPresentCollapse(world.Mm, world.Tables, KernelChoices.PteClear(variant), variant[s_entry.Name] == "migration", world.FolioLocked);
        var zap = new ZapAnyPte(world.Mm, world.Tables, world.Rss);
        Action<Cpu> body = other switch
        {
            "dontneed" => cpu => zap.Zap(cpu, 0),
            "neighbour" => cpu => ZapNeighbour(cpu, world),
            _ => Store(world.Lower, Stored),
        };
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant, machine, world.Lower.Memory.Initial, (Actor, cpu => collapse.Collapse(cpu, 0, world.Lower.Pages[1])), (other == "fault" ? "user" : other, body)),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => UniversalInvalidProperty.Judge(execution, world, other, Saw(execution, Other, Stored)),
            FormatValue = world.FormatValue,
            Witnesses = [new("the page is collapsed", static e => Saw(e, 0, NonPresentCollapse.Collapsed)), .. Witnesses(other)],
        };
    }

    private static IEnumerable<Witness> Witnesses(string other)
    {
        if (other == "fault")
        {
            yield return new("the store is made", static e => Saw(e, Other, Stored));
        }
        else if (other == "dontneed")
        {
            yield return new("MADV_DONTNEED comes first", static e => !Saw(e, 0, NonPresentCollapse.Collapsed));
        }
    }

    /// <summary>zap_huge_pmd of another PMD entry of the same table; that entry is nobody else's and left out.</summary>
    private static void ZapNeighbour(Cpu cpu, NonPresentWorld world)
    {
        cpu.SpinLock(world.Tables.PmdLock);
        cpu.Step(NeighbourZap);
        new PgtableDeposit(world.Mm).WithdrawAndFree(cpu);
        cpu.SpinUnlock(world.Tables.PmdLock);
    }
}
