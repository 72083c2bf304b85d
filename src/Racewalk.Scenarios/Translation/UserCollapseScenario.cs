using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Memory;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Translation;

/// <summary>A store of user code against khugepaged, which copies the page and maps the copy.</summary>
internal sealed class UserCollapseScenario : TranslationScenario
{
    private const int Khugepaged = 0;
    private const int User = 1;
    private const string Actor = "khugepaged";
    private const string Stored = "stored";

    /// <inheritdoc/>
    public override string Id => "translation/collapse";

    /// <inheritdoc/>
    public override string Title => "Can a store of user code be lost when khugepaged copies its page?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, CommonAxes.Atomics];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(CollapseSteps.ClearPmd, Actor, "pmdp_collapse_flush", "v6.12", "mm/pgtable-generic.c", false),
        .. CommonSteps.TranslatedFlush(Actor),
        new(CollapseSteps.CheckRefcount, Actor, "__collapse_huge_page_isolate", "v6.12", "mm/khugepaged.c", false),
        new(CollapseSteps.Copy, Actor, "__collapse_huge_page_copy", "v6.12", "mm/khugepaged.c", false),
        new(CollapseSteps.ClearPtes, Actor, "__collapse_huge_page_copy_succeeded", "v6.12", "mm/khugepaged.c", false),
        new(PageReference.FreePageStep, Actor, "__folio_put", "v6.12", "mm/swap.c", false),
        new(CollapseSteps.UptodateWmb, Actor, "__folio_mark_uptodate", "v6.12", "include/linux/page-flags.h", true),
        new(CollapseSteps.DepositTable, Actor, "pgtable_trans_huge_deposit", "v6.12", "mm/pgtable-generic.c", false),
        new(CollapseSteps.SetHugePmd, Actor, "set_pmd_at", "v6.12", "arch/arm64/include/asm/pgtable.h", false),
        FaultStep,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("", "the flush of the whole range, at every level, before the copy"),
        Expect.Holds("atomics=llsc", "the same"),
        Expect.Violated("-flush-tlbi", "mutant: table and block can both be cached, and the store goes to the old page"),
        Expect.Violated("atomics=llsc -flush-tlbi", "mutant"),
        Expect.Violated("-flush-dsb-ishst", "mutant"),
        Expect.Violated("-flush-dsb-ish", "mutant"),
        Expect.Holds("arch=x86-64", "the interrupt ends the translation, at every level, before the copy"),
        Expect.Violated("arch=x86-64 -flush-ipi", "mutant: the store goes to the old page"),
        Expect.Holds("arch=x86-64-pv", "a preempted virtual CPU is flushed before it runs again"),
        Expect.Violated("arch=x86-64-pv -flush-ipi", "mutant"),
        Expect.Holds("arch=ppc64-radix", "radix__pmdp_collapse_flush: the walk cache is flushed as well (RIC 2)"),
        Expect.Violated("arch=ppc64-radix -flush-ptesync-first", "mutant: cached again between invalidation and store"),
        Expect.Violated("arch=ppc64-radix -flush-tlbie", "mutant: the store goes to the old page"),
        Expect.Violated("arch=ppc64-radix -flush-tlbsync", "mutant"),
        Expect.Violated("arch=ppc64-radix -flush-ptesync", "mutant"),
    ];

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new TranslationWorld(variant.Architecture, pages: 2, hasBlocks: true);
        world.Map(0, world.Pte.Dirty(world.Pages[0]), 0xda7a);
        CheckedMachine machine = MachineOf(
            variant,
            world,
            new TranslationFeatures(),
            HandlerOf(world),
            CollapseSteps.TableSyncIpi,
            CollapseSteps.SerializeMb,
            CollapseSteps.SerializeIpi);
        var khugepaged = new Khugepaged(world.Mm, new PmdpCollapseFlush(world.Mm, KernelChoices.CollapseFlush(variant), KernelChoices.PmdClear(variant)));
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                (Actor, cpu => khugepaged.CollapseHugePage(cpu, 0, world.Pages[1])),
                ("user", Store(world, Stored))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world),
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the store is made and the page collapsed", static e => Saw(e, User, Stored) && Saw(e, Khugepaged, Mm.Collapse.Khugepaged.Collapsed)),
                new("the store finds nothing mapped", static e => !Saw(e, User, Stored)),
            ],
        };
    }

    private static FailureNote? Judge(IExecution execution, TranslationWorld world) =>
        Saw(execution, User, Stored) && execution.Final(world.Data(1)) != NewData
            ? new FailureNote(ViolationKind.LostData, "the huge page does not have what user code has written to the small one")
            : null;
}
