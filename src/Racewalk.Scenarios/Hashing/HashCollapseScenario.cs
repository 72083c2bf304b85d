using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Hashing;
using Racewalk.Mm.Memory;
using Racewalk.Programs;
using Racewalk.Scenarios.Translation;

namespace Racewalk.Scenarios.Hashing;

/// <summary>A store of user code against khugepaged on the hash MMU, where hash_page may have found the table that is taken out (PROTOCOLS §7, 3h).</summary>
internal sealed class HashCollapseScenario : HashScenario
{
    private const int Collapser = 0;
    private const int User = 1;
    private const string Actor = "khugepaged";
    private const string Stored = "stored";

    private static readonly Axis s_flush = new(
        "flush", ["hash", "generic"], "hash: hash__pmdp_collapse_flush; generic: that of other architectures, whose flush_tlb_range does nothing here");

    /// <inheritdoc/>
    public override string Id => "khugepaged/hash";

    /// <inheritdoc/>
    public override string Title => "Does the hash MMU need the interrupt of the collapse, and the flush of its own?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [HashArch, s_flush, Hpte];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(CollapseSteps.ClearPmd, Actor, "hash__pmdp_collapse_flush", "v6.12", "arch/powerpc/mm/book3s64/hash_pgtable.c", false),
        new(CollapseSteps.SerializeMb, Actor, "serialize_against_pte_lookup", "v6.12", "arch/powerpc/mm/book3s64/pgtable.c", true),
        new(CollapseSteps.SerializeIpi, Actor, "serialize_against_pte_lookup", "v6.12", "arch/powerpc/mm/book3s64/pgtable.c", true),
        .. InvalidateSteps(Actor),
        new(CollapseSteps.CheckRefcount, Actor, "__collapse_huge_page_isolate", "v6.12", "mm/khugepaged.c", false),
        new(CollapseSteps.Copy, Actor, "__collapse_huge_page_copy", "v6.12", "mm/khugepaged.c", false),
        new(CollapseSteps.ClearPtes, Actor, "__collapse_huge_page_copy_succeeded", "v6.12", "mm/khugepaged.c", false),
        new(PageReference.FreePageStep, Actor, "__folio_put", "v6.12", "mm/swap.c", false),
        new(CollapseSteps.UptodateWmb, Actor, "__folio_mark_uptodate", "v6.12", "include/linux/page-flags.h", true),
        new(CollapseSteps.DepositTable, Actor, "pgtable_trans_huge_deposit", "v6.12", "mm/pgtable-generic.c", false),
        new(CollapseSteps.SetHugePmd, Actor, "set_pmd_at", "v6.12", "arch/powerpc/mm/book3s64/pgtable.c", false),
        .. HashPageSteps,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("", "the entry of the hash table is invalidated before the copy"),
        Expect.Holds("hpte=absent", "the interrupt waits for hash_page, which runs with interrupts off; an entry that it makes is seen by the flush"),
        Expect.Violated("hpte=absent -serialize-ipi", "3h: hash_page has found the old PTE and makes an entry behind the flush; the store goes to the old page"),
        Expect.Violated("flush=generic", "flush_tlb_range does nothing on hash: the store goes to the old page through a stale entry"),
        Expect.Violated("flush=generic hpte=absent", "the same, by an entry that was made before"),
        Expect.Violated("-hpte-invalidate", "mutant: the TLBs are told, but find the entry again"),
        Expect.Violated("-flush-ptesync-first", "mutant: the TLBs may be told before the entry is invalid"),
        Expect.Violated("-flush-tlbie", "mutant: a TLB keeps what the hash table has lost"),
        Expect.Violated("-flush-tlbsync", "mutant: not complete on the other CPU"),
        Expect.Violated("-flush-ptesync", "mutant: nothing waits for the invalidation"),
        Expect.Holds("-serialize-ipi", "needs a page that is not in the hash table: here hash_page comes only when the PMD is none or huge"),
        Expect.Holds("hpte=absent -serialize-mb", "redundant here: what queues the interrupt is a full barrier"),
        Expect.Violated("-hash-insert-eieio", "mutant: the old page's half of the entry is found with the new valid bit"),
        Expect.Violated("hpte=absent -hash-insert-eieio", "mutant"),
    ];

    /// <inheritdoc/>
    protected override IReadOnlySet<string> AbsentSteps(Configuration configuration) => configuration.Values[s_flush.Name] == "generic"
        ? InvalidateSteps(Actor).Select(static s => s.Name).Append(CollapseSteps.SerializeMb).Append(CollapseSteps.SerializeIpi).ToHashSet()
        : new HashSet<string>();

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        TranslationWorld world = WorldOf(variant, pages: 2);
        CheckedMachine machine = MachineOf(
            variant, world, new TranslationFeatures(), HandlerOf(world), CollapseSteps.TableSyncIpi, HashPage.UpdateProtection);
        CollapseFlushKind kind = variant[s_flush.Name] == "generic" ? CollapseFlushKind.Generic : CollapseFlushKind.Ppc64Hash;
        var khugepaged = new Khugepaged(world.Mm, new PmdpCollapseFlush(world.Mm, kind, EntryClear.Plain));
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant, machine, world.Memory.Initial, (Actor, cpu => khugepaged.CollapseHugePage(cpu, 0, world.Pages[1])), ("user", Store(world, Stored))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world),
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the store is made and the page collapsed", static e => Saw(e, User, Stored) && Saw(e, Collapser, Khugepaged.Collapsed)),
                new("the store finds nothing mapped", static e => !Saw(e, User, Stored)),
            ],
        };
    }

    private static FailureNote? Judge(IExecution execution, TranslationWorld world) =>
        Saw(execution, User, Stored) && execution.Final(world.Data(1)) != NewData
            ? new FailureNote(ViolationKind.LostData, "the huge page does not have what user code has written to the small one")
            : null;
}
