using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Hashing;
using Racewalk.Mm.Memory;
using Racewalk.Programs;
using Racewalk.Scenarios.Translation;

namespace Racewalk.Scenarios.Hashing;

/// <summary>The collapse on the hash MMU with the generic flush, which does nothing there, and what else could do its work.</summary>
internal sealed class HashGenericFlushScenario : HashScenario
{
    private const int Collapser = 0;
    private const int User = 1;
    private const string Actor = "khugepaged";
    private const string Stored = "stored";

    private static readonly Axis s_flush = new(
        "flush",
        ["hash", "generic", "ptes-first"],
        "hash: hash__pmdp_collapse_flush; generic: that of other architectures, and each PTE is flushed when it is cleared, after the copy; ptes-first: generic, PTEs cleared before the copy");

    /// <inheritdoc/>
    public override string Id => "khugepaged/hash-generic-flush";

    /// <inheritdoc/>
    public override string Title => "The generic pmdp_collapse_flush flushes nothing on the hash MMU: does anything else in a collapse?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [HashArch, s_flush, Hpte];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(CollapseSteps.ClearPmd, Actor, "pmdp_collapse_flush", "v6.12", "mm/pgtable-generic.c", false),
        new(CollapseSteps.SerializeMb, Actor, "serialize_against_pte_lookup", "v6.12", "arch/powerpc/mm/book3s64/pgtable.c", true),
        new(CollapseSteps.SerializeIpi, Actor, "serialize_against_pte_lookup", "v6.12", "arch/powerpc/mm/book3s64/pgtable.c", true),
        .. InvalidateSteps(Actor),
        new(CollapseSteps.Copy, Actor, "__collapse_huge_page_copy", "v6.12", "mm/khugepaged.c", false),
        new(CollapseSteps.ClearPtes, Actor, "__collapse_huge_page_copy_succeeded", "v6.12", "mm/khugepaged.c", false),
        new(PageReference.FreePageStep, Actor, "__folio_put", "v6.12", "mm/swap.c", false),
        new(CollapseSteps.UptodateWmb, Actor, "__folio_mark_uptodate", "v6.12", "include/linux/page-flags.h", true),
        new(CollapseSteps.SetHugePmd, Actor, "set_pmd_at", "v6.12", "arch/powerpc/mm/book3s64/pgtable.c", false),
        .. HashPageSteps,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("", "flush_hash_table_pmd_range before the copy"),
        Expect.Violated("-hpte-invalidate", "mutant: the entry of the hash table lives on"),
        Expect.Holds("hpte=absent", "the interrupt waits for hash_page, and the flush finds what it made"),
        Expect.Violated("hpte=absent -serialize-ipi", "mutant: hash_page makes an entry behind the flush"),
        Expect.Violated("flush=generic", "the flush of the cleared PTE comes after the copy: a store in between goes to the old page"),
        Expect.Violated("flush=generic hpte=absent", "the same, by an entry that hash_page makes"),
        Expect.Holds("flush=ptes-first", "the PTE says that it has an entry in the hash table, and that is invalidated before the copy"),
        Expect.Violated("flush=ptes-first -hpte-invalidate", "mutant"),
        Expect.Violated("flush=ptes-first -flush-tlbie", "mutant: a TLB keeps what the hash table has lost"),
        Expect.Holds("flush=ptes-first hpte=absent", "without an interrupt: whoever clears the PTE waits until hash_page has done with it"),
        Expect.Violated("flush=ptes-first hpte=absent -hpte-invalidate", "mutant"),
    ];

    /// <inheritdoc/>
    protected override IReadOnlySet<string> AbsentSteps(Configuration configuration) => configuration.Values[s_flush.Name] == "hash"
        ? new HashSet<string>()
        : new HashSet<string> { CollapseSteps.SerializeMb, CollapseSteps.SerializeIpi };

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        TranslationWorld world = WorldOf(variant, pages: 2);
        CheckedMachine machine = MachineOf(variant, world, new TranslationFeatures(), HandlerOf(world), HashPage.UpdateProtection);
        HashCollapseFlush kind = variant[s_flush.Name] switch
        {
            "generic" => HashCollapseFlush.Generic,
            "ptes-first" => HashCollapseFlush.PtesFirst,
            _ => HashCollapseFlush.Hash,
        };
        var collapse = new HashCollapse(world.Mm, world.Mm.Hash!, kind);
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant, machine, world.Memory.Initial, (Actor, cpu => collapse.Collapse(cpu, 0, world.Pages[1])), ("user", Store(world, Stored))),
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
