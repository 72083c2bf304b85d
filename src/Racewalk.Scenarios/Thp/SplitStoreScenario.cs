using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Thp;
using Racewalk.Programs;
using Racewalk.Scenarios.Translation;

namespace Racewalk.Scenarios.Thp;

/// <summary>A store of user code against the split of the huge PMD entry that maps its page.</summary>
internal sealed class SplitStoreScenario : TranslationScenario
{
    private const int Split = 0;
    private const int User = 1;
    private const string Stored = "stored";

    private static readonly Axis s_entry = new("entry", ["dirty", "clean"], "what the PMD entry says of the dirty state at first");

    /// <inheritdoc/>
    public override string Id => "thp-split/store";

    /// <inheritdoc/>
    public override string Title => "Can user code go on while its huge PMD entry is split, and is the dirty state kept?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, CommonAxes.Atomics, s_entry, Hafdbs];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. SplitStepTable.Pmd,
        .. CommonSteps.TranslatedFlush("split"),
        FaultStep,
        FlagsStep,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("", "pmdp_invalidate is the break of break-before-make"),
        Expect.Holds("atomics=llsc", "the same"),
        Expect.Violated("-split-invalidate-pmd", "mutant: a block becomes a table without a break"),
        Expect.Violated("atomics=llsc -split-invalidate-pmd", "mutant"),
        Expect.Violated("-flush-tlbi", "mutant: block and pages can both be cached"),
        Expect.Violated("-flush-dsb-ishst", "mutant: cached again between invalidation and store"),
        Expect.Violated("-flush-dsb-ish", "mutant: the table comes before the invalidation is complete"),
        Expect.Holds("entry=clean hafdbs=hardware", "the old value that the exchange returns has what the hardware had set until then"),
        Expect.Violated("entry=clean hafdbs=hardware -split-invalidate-pmd", "mutant"),
        Expect.Holds("entry=clean hafdbs=software", "the handler sets the dirty state under the page-table lock"),
        Expect.Violated("entry=clean hafdbs=software -split-invalidate-pmd", "mutant"),
        Expect.Holds("arch=x86-64 entry=clean", "the exchange collects what the hardware has set"),
        Expect.Violated("arch=x86-64 entry=clean -split-invalidate-pmd", "mutant: the hardware's dirty flag is overwritten with the PMD entry, and the PTEs are clean"),
        Expect.Holds("arch=x86-64 -split-invalidate-pmd", "two sizes of page at once (erratum 383) are not modelled on x86"),
        Expect.Holds("arch=x86-64-pv entry=clean", "the same"),
        Expect.Violated("arch=x86-64-pv entry=clean -split-invalidate-pmd", "mutant"),
        Expect.Holds("arch=ppc64-radix entry=clean", "the same"),
        Expect.Violated("arch=ppc64-radix entry=clean -split-invalidate-pmd", "mutant: the hardware's C is overwritten"),
    ];

    /// <inheritdoc/>
    protected override IReadOnlySet<string> AbsentSteps(Configuration configuration) =>
        configuration.Values[Hafdbs.Name] == "hardware" || configuration.Values[s_entry.Name] == "dirty" ? new HashSet<string> { FlagsStep.Name } : new HashSet<string>();

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new TranslationWorld(variant.Architecture, ptes: 2, pages: 2, hasBlocks: true);
        world.MapHuge(variant[s_entry.Name] == "clean" ? world.Pte.Clean(world.Pages[0]) : world.Pte.Dirty(world.Pages[0]), 0xda7a);
        CheckedMachine machine = MachineOf(variant, world, FeaturesOf(variant), HandlerOf(world));
        var split = new SplitHugePmd(world.Vma, KernelChoices.IsPpc64(variant.Architecture) ? EntryClear.XchgRelaxed : KernelChoices.PmdClear(variant));
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("split", cpu => split.SplitPmd(cpu, 0, freezes: false, folio: 0)),
                ("user", Store(world, Stored))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world),
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the store is made", static e => Saw(e, User, Stored)),
                new("the entry is split", static e => Saw(e, Split, SplitHugePmd.Split)),
            ],
        };
    }

    private static FailureNote? Judge(IExecution execution, TranslationWorld world)
    {
        if (!Saw(execution, User, Stored))
        {
            return null;
        }

        if (execution.Final(world.Data()) != NewData)
        {
            return new FailureNote(ViolationKind.LostData, "the page does not have what user code has written");
        }

        ulong pte = execution.Final(world.Ptes[0]);
        bool isDirty = (pte & PageTableEntry.Dirty) != 0 || (world.Pte is Arm64Pte && (pte & (PageTableEntry.Write | PageTableEntry.ReadOnly)) == PageTableEntry.Write);
        return isDirty ? null : new FailureNote(ViolationKind.LostData, "the page was written to, and its PTE is clean: reclaim would drop it");
    }
}
