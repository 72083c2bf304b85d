using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Translation;

/// <summary>The access flag and the dirty state, set by hardware or by the fault handler, against an entry that is cleared.</summary>
internal sealed class AccessFlagScenario : TranslationScenario
{
    private const int Reclaim = 0;
    private const int User = 1;
    private const string Stored = "stored";

    private static readonly Axis s_clear = new("clear", ["xchg", "plain"], "how the entry is cleared: by an exchange as the architecture has it, or by a load and a store");

    private static readonly Axis s_entry = new("entry", ["clean", "old"], "the entry at first: clean, or old besides (its access flag is clear)");

    /// <inheritdoc/>
    public override string Id => "translation/access-flag";

    /// <inheritdoc/>
    public override string Title => "Can a page be written to and its entry not be dirty when it is unmapped?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, CommonAxes.Atomics, s_clear, s_entry, Hafdbs];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(UnmapDirty.ClearPte, "reclaim", "ptep_clear_flush", "v6.12", "mm/pgtable-generic.c", false),
        .. CommonSteps.TranslatedFlush("reclaim"),
        new(UnmapDirty.MarkDirty, "reclaim", "try_to_unmap_one", "v6.12", "mm/rmap.c", true),
        FaultStep,
        FlagsStep,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("hafdbs=hardware", "the hardware's update is atomic, and so is the exchange: one sees the other (R_LFTXR)"),
        Expect.Holds("hafdbs=hardware entry=old", "the same; one update sets both"),
        Expect.Holds("hafdbs=software", "the handler sets the dirty state under the page-table lock"),
        Expect.Holds("hafdbs=software entry=old", "the same"),
        Expect.Violated("hafdbs=hardware clear=plain", "the hardware sets the dirty state between load and store: lost"),
        Expect.Violated("hafdbs=hardware entry=old clear=plain", "the same"),
        Expect.Holds("hafdbs=software clear=plain", "the lock is enough where only the kernel writes entries"),
        Expect.Violated("hafdbs=hardware -unmap-mark-dirty", "mutant: nobody looks"),
        Expect.Violated("hafdbs=hardware entry=old -unmap-mark-dirty", "mutant"),
        Expect.Violated("hafdbs=software -unmap-mark-dirty", "mutant"),
        Expect.Violated("hafdbs=software entry=old -unmap-mark-dirty", "mutant"),
        Expect.Violated("hafdbs=software clear=plain -unmap-mark-dirty", "mutant"),
        Expect.Holds("arch=x86-64", "the hardware's update is a locked one of an entry with P set: it comes before the exchange, or finds nothing (mm/rmap.c, try_to_unmap_one)"),
        Expect.Holds("arch=x86-64 entry=old", "the same; one update sets both"),
        Expect.Violated("arch=x86-64 clear=plain", "the hardware sets the dirty flag between load and store: lost"),
        Expect.Violated("arch=x86-64 -unmap-mark-dirty", "mutant"),
        Expect.Violated("arch=x86-64 entry=old -unmap-mark-dirty", "mutant"),
        Expect.Holds("arch=ppc64-radix", "the update of C is atomic, and so is the exchange"),
        Expect.Holds("arch=ppc64-radix entry=old", "the same; one update sets both"),
        Expect.Violated("arch=ppc64-radix clear=plain", "the hardware sets C between load and store: lost"),
        Expect.Violated("arch=ppc64-radix -unmap-mark-dirty", "mutant"),
        Expect.Violated("arch=ppc64-radix entry=old -unmap-mark-dirty", "mutant"),
    ];

    /// <inheritdoc/>
    protected override IReadOnlySet<string> AbsentSteps(Configuration configuration) =>
        configuration.Values[Hafdbs.Name] == "hardware" ? new HashSet<string> { FlagsStep.Name } : new HashSet<string>();

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new TranslationWorld(variant.Architecture);
        ulong entry = world.Pte.Clean(world.Pages[0]);
        world.Map(0, variant[s_entry.Name] == "old" ? entry & ~PageTableEntry.Accessed : entry, 0xda7a);
        CheckedMachine machine = MachineOf(variant, world, FeaturesOf(variant), HandlerOf(world));
        var unmap = new UnmapDirty(world.Mm, variant[s_clear.Name] == "plain" ? EntryClear.Plain : KernelChoices.PteClear(variant));
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("reclaim", cpu => unmap.Unmap(cpu, 0, 0)),
                ("user", Store(world, Stored))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = Judge,
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the store is made", static e => Saw(e, User, Stored)),
                new("the store finds nothing mapped", static e => !Saw(e, User, Stored)),
            ],
        };
    }

    private static FailureNote? Judge(IExecution execution) => Saw(execution, User, Stored) && !Saw(execution, Reclaim, UnmapDirty.FoundDirty)
        ? new FailureNote(ViolationKind.LostData, "the page was written to, but reclaim takes it for clean and drops it: the store is lost")
        : null;
}
