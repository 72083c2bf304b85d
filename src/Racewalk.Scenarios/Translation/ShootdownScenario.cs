using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Translation;

/// <summary>A page that is unmapped, flushed and freed, while user code on another CPU uses it.</summary>
internal sealed class ShootdownScenario : TranslationScenario
{
    private const int Zapper = 0;
    private const int User = 1;
    private const string Accessed = "accessed";

    private static readonly Axis s_access = new("access", ["store", "load"], "what the user code does");

    private static readonly Axis s_flush = new(
        "flush", ["after", "before", "local"], "after: clear the PTE, then flush; before: the other way round; local: on the own CPU only");

    /// <inheritdoc/>
    public override string Id => "translation/shootdown";

    /// <inheritdoc/>
    public override string Title => "Can user code use a page after it was unmapped and freed?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, s_access, CommonAxes.Atomics, s_flush];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(ZapPte.ClearPte, "MADV_DONTNEED", "zap_present_ptes", "v6.12", "mm/memory.c", false),
        .. CommonSteps.TranslatedFlush("MADV_DONTNEED"),
        new(ZapPte.PutPage, "MADV_DONTNEED", "tlb_batch_pages_flush", "v6.12", "mm/mmu_gather.c", false),
        new(PageReference.FreePageStep, "MADV_DONTNEED", "__folio_put", "v6.12", "mm/swap.c", false),
        FaultStep,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("access=store", "the flush ends the translation, and its DSB waits for accesses by it"),
        Expect.Holds("access=load", "the same"),
        Expect.Holds("access=store atomics=llsc", "the same"),
        Expect.Violated("access=store -flush-tlbi", "mutant: the stale translation is used after the page is freed"),
        Expect.Violated("access=load -flush-tlbi", "mutant"),
        Expect.Violated("access=store atomics=llsc -flush-tlbi", "mutant"),
        Expect.Violated("access=store -flush-dsb-ishst", "mutant: the invalidation may come before the store, and the entry be cached again"),
        Expect.Violated("access=load -flush-dsb-ishst", "mutant"),
        Expect.Violated("access=store -flush-dsb-ish", "mutant: nothing waits for the invalidation"),
        Expect.Violated("access=load -flush-dsb-ish", "mutant"),
        Expect.Violated("access=store flush=before", "the entry is cached again between flush and store"),
        Expect.Violated("access=load flush=before", "the entry is cached again between flush and store"),
        Expect.Violated("access=store flush=local", "the other CPU keeps its translation"),
        Expect.Violated("access=load flush=local", "the other CPU keeps its translation"),
        Expect.Holds("arch=x86-64 access=store", "the other CPU executes INVLPG before the flush returns, and that waits for its accesses"),
        Expect.Holds("arch=x86-64 access=load", "the same"),
        Expect.Violated("arch=x86-64 access=store -flush-ipi", "mutant: nobody tells the other CPU"),
        Expect.Violated("arch=x86-64 access=load -flush-ipi", "mutant"),
        Expect.Holds("arch=x86-64 access=store -flush-tlb-gen", "redundant here: the exchange that clears the PTE is a full barrier, and so is the queueing of the interrupt"),
        Expect.Holds("arch=x86-64 access=store -flush-invlpg", "redundant here: nobody uses the translation on the CPU that flushes"),
        Expect.Violated("arch=x86-64 access=store flush=before", "the entry is cached again between flush and store"),
        Expect.Violated("arch=x86-64 access=store flush=local", "the other CPU keeps its translation"),
        Expect.Holds("arch=x86-64-pv access=store", "a preempted virtual CPU is flushed before it runs again"),
        Expect.Holds("arch=x86-64-pv access=load", "the same"),
        Expect.Violated("arch=x86-64-pv access=store -flush-ipi", "mutant: neither interrupted nor marked"),
        Expect.Violated("arch=x86-64-pv access=load -flush-ipi", "mutant"),
        Expect.Violated("arch=x86-64-pv access=load flush=before", "the entry is cached again between flush and store"),
        Expect.Holds("arch=ppc64-radix access=store", "tlbsync and ptesync wait for accesses by the old translation"),
        Expect.Holds("arch=ppc64-radix access=load", "the same"),
        Expect.Holds("arch=ppc64-radix access=store -flush-mb", "redundant here: it orders the read of mm_cpumask, which is not modelled, and the ptesync follows"),
        Expect.Violated("arch=ppc64-radix access=store -flush-ptesync-first", "mutant: the invalidation may come before the store, and the entry be cached again"),
        Expect.Violated("arch=ppc64-radix access=load -flush-ptesync-first", "mutant"),
        Expect.Violated("arch=ppc64-radix access=store -flush-tlbie", "mutant: the stale translation is used after the page is freed"),
        Expect.Violated("arch=ppc64-radix access=store -flush-tlbsync", "mutant: not complete on the other CPU"),
        Expect.Violated("arch=ppc64-radix access=load -flush-tlbsync", "mutant"),
        Expect.Violated("arch=ppc64-radix access=store -flush-ptesync", "mutant: nothing waits for the invalidation"),
        Expect.Violated("arch=ppc64-radix access=load -flush-ptesync", "mutant"),
        Expect.Violated("arch=ppc64-radix access=store flush=before", "the entry is cached again between flush and store"),
        Expect.Violated("arch=ppc64-radix access=store flush=local", "tlbiel: the other CPU keeps its translation"),
    ];

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new TranslationWorld(variant.Architecture);
        world.Map(0, world.Pte.Dirty(world.Pages[0]), 0xda7a);
        CheckedMachine machine = MachineOf(variant, world, new TranslationFeatures(), HandlerOf(world));
        ZapFlush flush = variant[s_flush.Name] switch { "before" => ZapFlush.BeforeClear, "local" => ZapFlush.LocalOnly, _ => ZapFlush.AfterClear };
        var zap = new ZapPte(world.Mm, KernelChoices.PteClear(variant), flush);
        bool isStore = variant[s_access.Name] == "store";
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("MADV_DONTNEED", cpu => Zap(cpu, world, zap)),
                ("user", cpu => Use(cpu, world, isStore))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world),
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the access is made before the page is unmapped", e => Saw(e, User, Accessed)),
                new("the access finds nothing mapped", e => !Saw(e, User, Accessed)),
            ],
        };
    }

    private static void Zap(Cpu cpu, TranslationWorld world, ZapPte zap)
    {
        Word pmd = cpu.ReadOnce(world.Mm.PmdOffset(0));
        cpu.SpinLock(world.Mm.PageTableLock);
        zap.Zap(cpu, pmd, 0, out _);
        cpu.SpinUnlock(world.Mm.PageTableLock);
    }

    private static void Use(Cpu cpu, TranslationWorld world, bool isStore)
    {
        TranslatedCpu user = cpu.InUserMode(world.Space);
        if (isStore)
        {
            cpu.Observe(Accessed, user.Store(world.Address(), 0xbad) ? 1 : 0);
        }
        else
        {
            cpu.Observe(Accessed, Word.Select(user.Load(world.Address()) == 0xda7a, 1, 0));
        }
    }

    private static FailureNote? Judge(IExecution execution, TranslationWorld world) =>
        Saw(execution, Zapper, ZapPte.Freed) && !Poison.IsFreed(execution.Final(world.Data()))
            ? new FailureNote(ViolationKind.UseAfterFree, "user code wrote to the page after it was freed")
            : null;
}
