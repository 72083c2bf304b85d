using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Hashing;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;
using Racewalk.Programs;
using Racewalk.Scenarios.Translation;

namespace Racewalk.Scenarios.Hashing;

/// <summary>A page that is unmapped and freed on the hash MMU, while user code on another CPU stores to it.</summary>
internal sealed class HashShootdownScenario : HashScenario
{
    private const int Zapper = 0;
    private const int User = 1;
    private const string Actor = "MADV_DONTNEED";
    private const string Stored = "stored";

    private static readonly Axis s_flush = new(
        "flush",
        ["pending", "generic", "after-put"],
        "pending: what lazy MMU mode gathered is flushed before the page is put; generic: flush_tlb_range, which does nothing; after-put: flushed too late");

    /// <inheritdoc/>
    public override string Id => "translation/hash-shootdown";

    /// <inheritdoc/>
    public override string Title => "Can user code use a page after it was unmapped and freed, where a hash table translates?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [HashArch, s_flush, Hpte];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(ZapPte.ClearPte, Actor, "hash__pte_update", "v6.12", "arch/powerpc/include/asm/book3s/64/hash.h", false),
        .. InvalidateSteps(Actor),
        new(ZapPte.PutPage, Actor, "tlb_batch_pages_flush", "v6.12", "mm/mmu_gather.c", false),
        new(PageReference.FreePageStep, Actor, "__folio_put", "v6.12", "mm/swap.c", false),
        .. HashPageSteps,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("", "the PTE says that it has an entry in the hash table, and that is invalidated before the page is put"),
        Expect.Holds("hpte=absent", "hash_page holds the PTE busy until it says so; whoever clears it waits"),
        Expect.Violated("flush=generic", "flush_tlb_range does nothing on hash: the entry lives on"),
        Expect.Violated("flush=generic hpte=absent", "the same"),
        Expect.Violated("flush=after-put", "the entry lives until lazy MMU mode is left"),
        Expect.Violated("-hpte-invalidate", "mutant: the TLBs are told, but find the entry again"),
        Expect.Violated("hpte=absent -hpte-invalidate", "mutant"),
        Expect.Violated("-flush-ptesync-first", "mutant: the TLBs may be told before the entry is invalid"),
        Expect.Violated("-flush-tlbie", "mutant: a TLB keeps what the hash table has lost"),
        Expect.Violated("hpte=absent -flush-tlbie", "mutant"),
        Expect.Violated("-flush-tlbsync", "mutant: not complete on the other CPU"),
        Expect.Violated("-flush-ptesync", "mutant: nothing waits for the invalidation"),
        Expect.Holds("hpte=absent -hash-insert-ptesync", "redundant: a fault that comes too early is tried again"),
    ];

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        TranslationWorld world = WorldOf(variant, pages: 1);
        CheckedMachine machine = MachineOf(variant, world, new TranslationFeatures(), HandlerOf(world), HashPage.UpdateProtection);
        HashedFlush flush = variant[s_flush.Name] switch { "generic" => HashedFlush.Generic, "after-put" => HashedFlush.AfterPut, _ => HashedFlush.Pending };
        var zap = new ZapHashedPte(world.Mm, world.Mm.Hash!, flush);
        return new ScenarioInstance
        {
            Program = ProgramOf(variant, machine, world.Memory.Initial, (Actor, cpu => zap.Zap(cpu, 0, 0)), ("user", Store(world, Stored))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world),
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the store is made before the page is unmapped", static e => Saw(e, User, Stored)),
                new("the store finds nothing mapped", static e => !Saw(e, User, Stored)),
            ],
        };
    }

    private static FailureNote? Judge(IExecution execution, TranslationWorld world) =>
        Saw(execution, Zapper, ZapPte.Freed) && !Poison.IsFreed(execution.Final(world.Data()))
            ? new FailureNote(ViolationKind.UseAfterFree, "user code wrote to the page after it was freed")
            : null;
}
