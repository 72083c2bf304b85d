using Racewalk.Machine;
using Racewalk.Mm.Kvm;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Migration;
using Racewalk.Mm.Races;
using Racewalk.Mm.Teardown;
using Racewalk.Scenarios.GupFast;

namespace Racewalk.Scenarios.Kvm;

/// <summary>A guest's page fault against MADV_DONTNEED of the page, with KVM's notifiers around that.</summary>
internal sealed class KvmFaultScenario : ScenarioBase
{
    private const int Vcpu = 1;
    private const string Actor = "MADV_DONTNEED";

    private static readonly string[] s_migration =
    [
        MigratePage.SetMigrationEntry, MigratePage.PutMapping, MigratePage.CheckCount, MigratePage.Unfreeze, MigratePage.Copy, MigratePage.RemoveMigrationEntry,
    ];

    private static readonly Axis s_change = new("change", ["zap", "migration"], "what happens to the page: MADV_DONTNEED, or it moves to another frame");

    private static readonly Axis s_lookup = new(
        "lookup", ["gup-fast", "slow", "lockless"], "how the fault finds the page: GUP-fast, under the page-table lock, or by a read of the entry alone (Power's real mode)");

    private static readonly Axis s_lock = new(
        "lock", ["mmu", "rmap"], "the lock that the fault checks and installs under: mmu_lock, or one of the guest frame's chain that the zap takes as well (Power)");

    private static readonly Axis s_barrier = new(
        "barrier", ["rmb", "mmap-unlock"], "what follows the read of mmu_invalidate_seq: smp_rmb, or as on arm64 the end of the mmap lock's section that it is in");

    private static readonly Axis s_end = new(
        "end", ["seq-first", "count-first"], "the order of the two counters when an invalidation ends: the kernel's, or the other way round");

    private static readonly Axis s_range = new("range", ["exact", "narrow"], "the notifier's range: the page that goes, or one beside it");

    private static readonly Axis s_guest = new("guest", ["no", "yes"], "whether the guest accesses the page afterwards, and a zap of its SPTE waits for that");

    /// <inheritdoc/>
    public override string Id => "kvm/fault";

    /// <inheritdoc/>
    public override string Title => "Can a guest's page fault map a page that the process does not map any more?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } =
        [CommonAxes.Arch, CommonAxes.Atomics, s_change, s_lookup, s_lock, s_barrier, s_end, s_range, s_guest];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. KvmStepTable.Fault,
        .. GupStepTable.Get,
        .. KvmStepTable.Guest,
        .. KvmStepTable.Notifier(Actor).Where(static s => s.Name != KvmSteps.InvalidateCaches),
        .. ZapStepTable.Zap(Actor),
        new(MigratePage.SetMigrationEntry, "migration", "try_to_migrate_one", "v6.12", "mm/rmap.c", false),
        new(MigratePage.PutMapping, "migration", "try_to_migrate_one", "v6.12", "mm/rmap.c", false),
        new(MigratePage.CheckCount, "migration", "folio_migrate_mapping", "v6.12", "mm/migrate.c", false),
        new(MigratePage.Unfreeze, "migration", "folio_ref_unfreeze", "v6.12", "include/linux/page_ref.h", false),
        new(MigratePage.Copy, "migration", "folio_mc_copy", "v6.12", "mm/util.c", false),
        new(MigratePage.RemoveMigrationEntry, "migration", "remove_migration_pte", "v6.12", "mm/migrate.c", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = KvmFaultExpectations.All;

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        bool takesLock = configuration.Values[s_lock.Name] == "rmap";
        if (!takesLock && configuration.Values[s_lookup.Name] == "lockless")
        {
            throw new ScenarioException("lookup=lockless is Power's real mode: there the lock is the chain's (lock=rmap)");
        }

        bool isMigration = configuration.Values[s_change.Name] == "migration";
        if (isMigration && (takesLock || configuration.Values[s_lookup.Name] != "gup-fast" || configuration.Values[s_range.Name] != "exact"))
        {
            throw new ScenarioException("change=migration is asked of the usual fault alone: lookup=gup-fast, lock=mmu, range=exact");
        }

        HashSet<string> absent = CommonSteps.AbsentFlushSteps(architecture);
        AddIf(isMigration, ZapPte.ClearPte, ZapPte.PutPage);
        AddIf(!isMigration, s_migration);
        AddIf(configuration.Values[s_lookup.Name] != "gup-fast", [.. GupStepTable.Get.Select(static s => s.Name).Where(static s => s != PageReference.FreePageStep)]);
        AddIf(configuration.Values[s_lookup.Name] == "lockless", KvmSteps.ReleasePage);
        AddIf(configuration.Values[s_barrier.Name] == "rmb", KvmSteps.MmapReadLock, KvmSteps.MmapReadUnlock);
        AddIf(configuration.Values[s_barrier.Name] != "rmb", KvmSteps.SeqRmb);
        AddIf(LooksAtRange(architecture, takesLock), KvmSteps.RetryRmb);
        AddIf(configuration.Values[s_guest.Name] == "no", KvmSteps.GuestMode, KvmSteps.GuestAccess, KvmSteps.FlushRemoteTlbs);
        return Steps.Select(static s => s.Name).Where(s => !absent.Contains(s));

        void AddIf(bool condition, params string[] names) => absent.UnionWith(condition ? names : []);
    }

    /// <inheritdoc/>
    protected override Configuration? NativeControl { get; } = Configuration.Parse("-retry-in-progress");

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> ChooseNatively(Variant variant)
    {
        KvmFaultChoices choices = ChoicesOf(variant);
        return new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["clear"] = choices.Clear.ToString(),
            ["count-first"] = YesNo(choices.CountFirst),
            ["guest"] = YesNo(choices.HasGuest),
            ["lookup"] = choices.Lookup.ToString(),
            ["looks-at-range"] = YesNo(choices.LooksAtRange),
            ["migration"] = YesNo(choices.IsMigration),
            ["mmap-lock"] = YesNo(choices.TakesMmapLock),
            ["narrow"] = YesNo(choices.IsNarrow),
            ["rmap-lock"] = YesNo(choices.HasRmapLock),
        };

        static string YesNo(bool value) => value ? "yes" : "no";
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var race = new KvmFaultRace(ChoicesOf(variant));
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 1 << Vcpu, race.Memory.Name);
        Behaviour[] further = variant.Keeps(KvmSteps.CheckInProgress) || variant.Keeps(KvmSteps.CheckSeq) ? [KvmFaultRace.Retries] : [];
        return InstanceOf(variant, race, machine, race.World.FormatValue, further);
    }

    private static KvmFaultChoices ChoicesOf(Variant variant)
    {
        bool hasRmapLock = variant[s_lock.Name] == "rmap";
        return new KvmFaultChoices(
            LookupOf(variant),
            LooksAtRange(variant.Architecture, hasRmapLock),
            hasRmapLock,
            TakesMmapLock: variant[s_barrier.Name] != "rmb",
            CountFirst: variant[s_end.Name] == "count-first",
            IsNarrow: variant[s_range.Name] == "narrow",
            HasGuest: variant[s_guest.Name] == "yes",
            IsMigration: variant[s_change.Name] == "migration",
            KernelChoices.PteClear(variant));
    }

    private static PfnLookup LookupOf(Variant variant) => variant[s_lookup.Name] switch
    {
        "slow" => PfnLookup.Slow,
        "lockless" => PfnLookup.Lockless,
        _ => PfnLookup.GupFast,
    };

    // x86 has mmu_invalidate_retry_gfn; arm64 and Power mmu_invalidate_retry.
    private static bool LooksAtRange(Architecture architecture, bool hasRmapLock) =>
        !hasRmapLock && architecture.Flush is TlbFlush.Interrupt or TlbFlush.InterruptUnlessPreempted or TlbFlush.Silent;
}
