using Racewalk.Mm.Collapse;
using Racewalk.Mm.Contpte;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Hvo;
using Racewalk.Mm.Kvm;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Migration;
using Racewalk.Mm.Pae;
using Racewalk.Mm.Races;
using Racewalk.Mm.Sharing;
using Racewalk.Mm.Teardown;
using Racewalk.Mm.Thp;
using Racewalk.Mm.Vmas;

namespace Racewalk.Trials;

/// <summary>The scenarios that can be run on real processors.</summary>
public static class TrialCatalogue
{
    private static readonly SortedDictionary<string, RaceSource> s_races = new(StringComparer.Ordinal)
    {
        ["cow/reuse"] = new(static (plan, layout) => new ReuseRace(plan.Choice<EntryClear>("clear"), plan.Choice<WpReuse>("reuse"), layout)),
        ["cow/wp-huge"] = new(static (plan, layout) => new WpHugeRace(plan.Choice<WpHugeOther>("other"), plan.Choice<EntryClear>("clear"), PteOf(plan), layout)),
        ["gup-fast/collapse"] = new(static (plan, layout) => new CollapseRace(
            plan.Number("ptes"), plan.Choice<CollapseFlushKind>("kind"), plan.Choice<EntryClear>("clear"), plan.Choice<ReferenceOrder>("order"), layout)),
        ["gup-fast/fork"] = new(static (plan, layout) => new ForkRace(plan.Choice<ForkReference>("reference"), layout)),
        ["gup-fast/migration"] = new(static (plan, layout) => new MigrationRace(
            plan.Choice<MigrationAccept>("accept"), plan.Choice<EntryClear>("clear"), plan.Choice<ReferenceOrder>("order"), layout)),
        ["gup-fast/table-free"] = new(static (plan, layout) => new TableFreeRace(plan.Choice<TableFreeKind>("kind"), plan.Choice<EntryClear>("clear"), layout)),
        ["gup-fast/zap"] = new(static (plan, layout) => new ZapRace(plan.Choice<EntryClear>("clear"), plan.Choice<ReferenceOrder>("order"), plan.IsYes("reuse"), layout)),
        ["hvo/optimise-vs-speculative-get"] = new(Optimize),
        ["khugepaged/dontneed"] = new(static (plan, layout) => new DontneedRace(
            Collapse(plan), plan.Choice<NonePolicy>("policy"), plan.Choice<EntryClear>("pte-clear"), plan.IsYes("scan"), layout)),
        ["khugepaged/fault"] = new(static (plan, layout) => new FaultRace(Collapse(plan), plan.Choice<FaultKind>("fault"), plan.IsYes("vma-lock"), layout)),
        ["khugepaged/mincore"] = new(Walk),
        ["khugepaged/walk"] = new(Walk),
        ["kvm/fault"] = new(static (plan, layout) => new KvmFaultRace(
            new KvmFaultChoices(
                plan.Choice<PfnLookup>("lookup"),
                plan.IsYes("looks-at-range"),
                plan.IsYes("rmap-lock"),
                plan.IsYes("mmap-lock"),
                plan.IsYes("count-first"),
                plan.IsYes("narrow"),
                plan.IsYes("guest"),
                plan.IsYes("migration"),
                plan.Choice<EntryClear>("clear")),
            layout)),
        ["lockless-pte/contpte-gup"] = new(static (plan, layout) => new ContpteGupRace(
            plan.Choice<LocklessForm>("form"), plan.Choice<PteRecheck>("recheck"), plan.Choice<SetZap>("zap"), plan.IsYes("hardware"), layout)),
        ["lockless-pte/pae-gup"] = new(
            static (plan, layout) => new PaeRace(
                plan.Choice<EntryFate>("fate"),
                plan.Choice<TwoWordClear>("clear"),
                plan.Choice<PteRecheck>("recheck"),
                plan.IsYes("judges-read"),
                PaeWorld.RealLowPfnBits,
                layout),
            FarFrames: static () => 1UL << PaeWorld.RealLowPfnBits),
        ["munmap/fault"] = new(static (plan, layout) => new MunmapFaultRace(plan.Choice<EntryClear>("clear"), plan.IsYes("vma-lock"), plan.IsYes("downgrade"), layout)),
        ["thp-split/folio"] = new(static (plan, layout) => new SplitFolioRace(plan.IsYes("split"), plan.Choice<EntryClear>("clear"), plan.Choice<HeadUnfreeze>("head"), layout)),
    };

    /// <summary>Their ids, in order.</summary>
    public static IReadOnlyCollection<string> Scenarios => s_races.Keys;

    /// <summary>What a plan's race is made by.</summary>
    /// <param name="plan">The plan.</param>
    /// <exception cref="TrialException">There is no such scenario.</exception>
    internal static RaceSource Find(TrialPlan plan) => s_races.TryGetValue(plan.Scenario, out RaceSource? source)
        ? source
        : throw new TrialException($"{plan.Scenario} cannot be run on real processors: only {string.Join(", ", Scenarios)}");

    private static ArchPte PteOf(TrialPlan plan) => plan.IsYes("x86") ? new X86Pte() : new Arm64Pte();

    private static WalkRace Walk(TrialPlan plan, MemoryLayout layout) => new(Collapse(plan), plan.Choice<WalkKind>("walk"), plan.Choice<NonePolicy>("policy"), layout);

    private static HvoOptimizeRace Optimize(TrialPlan plan, MemoryLayout layout)
    {
        bool isX86 = plan.IsYes("x86");
        HvoEra era = plan.Choice<HvoEra>("era");
        var memmap = new MemmapLayout(isX86 ? new X86Pte() : new Arm64Pte(), isX86 ? NativeFormats.X86 : NativeFormats.Arm64, era)
        {
            IsBlock = plan.IsYes("block"),
            PagesPerFolio = plan.Number("pages"),
            HasStaticKey = plan.IsYes("static-key"),
        };
        return new HvoOptimizeRace(memmap, new HvoOptions(era, plan.IsYes("batch"), plan.Choice<HvoOrder>("order")), plan.IsYes("by-other"), layout);
    }

    private static CollapseChoices Collapse(TrialPlan plan) => new(
        plan.Choice<CollapseLocking>("locking"), plan.Choice<CollapseFlushKind>("kind"), plan.Choice<EntryClear>("pmd-clear"), plan.IsYes("pinned"));
}

/// <summary>What makes a race.</summary>
/// <param name="Create">Makes it of a plan, on memory that lies where the layout says; it throws a <see cref="TrialException"/> for choices that it does not know.</param>
/// <param name="FarFrames">See <see cref="TrialMemory"/>; null for none.</param>
internal sealed record RaceSource(Func<TrialPlan, MemoryLayout, Race> Create, Func<ulong>? FarFrames = null)
{
    /// <summary>How many actors it has.</summary>
    internal int CountActors(TrialPlan plan) => Create(plan, MemoryLayout.Model).Actors.Count;
}
