using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Sharing;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Translation;

/// <summary>A page that becomes read-only for fork, against a store of user code on another CPU.</summary>
internal sealed class PermissionScenario : TranslationScenario
{
    private const int Fork = 0;
    private const int User = 1;
    private const string Stored = "stored";

    private static readonly Axis s_entry = new("entry", ["dirty", "clean"], "the entry at first");

    private static readonly Axis s_protect = new(
        "wrprotect", ["cmpxchg", "plain"], "how the entry is made read-only: by a compare-and-exchange, or by a load and a store");

    /// <inheritdoc/>
    public override string Id => "translation/permission";

    /// <inheritdoc/>
    public override string Title => "Can a page change after fork has made it read-only, and is its dirty state kept?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, CommonAxes.Atomics, s_entry, Hafdbs, s_protect];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(WriteProtectPage.Protect, "fork", "__ptep_set_wrprotect", "v6.12", "arch/arm64/include/asm/pgtable.h", false),
        new(WriteProtectPage.FlushParent, "fork", "dup_mmap", "v6.12", "kernel/fork.c", true),
        .. CommonSteps.TranslatedFlush("fork"),
        new(WriteProtectPage.ChildReads, "child", "copy_from_user", "v6.12", "include/linux/uaccess.h", false),
        FaultStep,
        FlagsStep,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("hafdbs=hardware", "the flush ends the writable translation before the child looks"),
        Expect.Holds("hafdbs=software", "the same"),
        Expect.Holds("hafdbs=hardware entry=clean", "the hardware's update finds the entry read-only, or comes before"),
        Expect.Holds("hafdbs=software entry=clean", "the handler sets the dirty state under the lock, or finds the entry read-only"),
        Expect.Violated("hafdbs=software entry=clean -protect-flush-mm", "mutant"),
        Expect.Violated("hafdbs=hardware -flush-tlbi", "mutant: a stale writable translation"),
        Expect.Violated("hafdbs=software -flush-tlbi", "mutant"),
        Expect.Violated("hafdbs=hardware entry=clean -flush-tlbi", "mutant: the store is made after its update, whenever that was"),
        Expect.Violated("hafdbs=hardware -flush-dsb-ishst", "mutant: cached again between invalidation and store"),
        Expect.Violated("hafdbs=hardware -flush-dsb-ish", "mutant: nothing waits"),
        Expect.Violated("hafdbs=hardware entry=clean wrprotect=plain", "the hardware's dirty state is overwritten"),
        Expect.Holds("hafdbs=hardware wrprotect=plain", "needs hardware that writes the entry meanwhile: it is dirty already"),
        Expect.Holds("arch=x86-64", "the interrupt ends the writable translation before the child looks"),
        Expect.Holds("arch=x86-64 entry=clean", "a store through a clean translation reads the entry again, and finds it read-only"),
        Expect.Violated("arch=x86-64 -protect-flush-mm", "mutant"),
        Expect.Violated("arch=x86-64 -flush-ipi", "mutant: a stale writable translation"),
        Expect.Violated("arch=x86-64 entry=clean -flush-ipi", "mutant: the store is made after its update, whenever that was"),
        Expect.Violated("arch=x86-64 entry=clean wrprotect=plain", "the hardware's dirty flag is overwritten"),
        Expect.Holds("arch=x86-64 wrprotect=plain", "needs hardware that writes the entry meanwhile: it is dirty already"),
        Expect.Holds("arch=x86-64-pv", "a preempted virtual CPU is flushed before it runs again"),
        Expect.Violated("arch=x86-64-pv -flush-ipi", "mutant"),
        Expect.Holds("arch=ppc64-radix", "the flush ends the writable translation before the child looks"),
        Expect.Holds("arch=ppc64-radix entry=clean", "the update of C finds the entry read-only, or comes before"),
        Expect.Violated("arch=ppc64-radix -flush-ptesync-first", "mutant: cached again between invalidation and store"),
        Expect.Violated("arch=ppc64-radix -flush-tlbie", "mutant: a stale writable translation"),
        Expect.Violated("arch=ppc64-radix -flush-tlbsync", "mutant: not complete on the other CPU"),
        Expect.Violated("arch=ppc64-radix -flush-ptesync", "mutant: nothing waits"),
        Expect.Violated("arch=ppc64-radix entry=clean -flush-tlbie", "mutant"),
        Expect.Violated("arch=ppc64-radix entry=clean wrprotect=plain", "the hardware's C is overwritten"),
    ];

    /// <inheritdoc/>
    protected override IReadOnlySet<string> AbsentSteps(Configuration configuration) =>
        configuration.Values[Hafdbs.Name] == "hardware" || configuration.Values[s_entry.Name] == "dirty"
            ? new HashSet<string> { FlagsStep.Name }
            : new HashSet<string>();

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new TranslationWorld(variant.Architecture);
        bool isClean = variant[s_entry.Name] == "clean";
        world.Map(0, isClean ? world.Pte.Clean(world.Pages[0]) : world.Pte.Dirty(world.Pages[0]), 0xda7a);
        CheckedMachine machine = MachineOf(variant, world, FeaturesOf(variant), HandlerOf(world));
        var protect = new WriteProtectPage(world.Mm, variant[s_protect.Name] == "plain" ? WriteProtectKind.Plain : WriteProtectKind.CompareExchange);
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("fork", cpu => protect.ProtectAndRead(cpu, 0, 0, world.Pages[0])),
                ("user", Store(world, Stored))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Judge(execution, world),
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the store is made before the page is read-only", static e => Saw(e, User, Stored)),
                new("the store faults", static e => !Saw(e, User, Stored)),
            ],
        };
    }

    private static FailureNote? Judge(IExecution execution, TranslationWorld world)
    {
        if (execution.TryGetObserved(Fork, WriteProtectPage.First, out ulong first)
            && execution.TryGetObserved(Fork, WriteProtectPage.Second, out ulong second) && first != second)
        {
            return new FailureNote(ViolationKind.LostData, "the page changes under the child, which reads it after it became read-only");
        }

        return Saw(execution, User, Stored) && (execution.Final(world.Ptes[0]) & PageTableEntry.Dirty) == 0
            ? new FailureNote(ViolationKind.LostData, "the page was written to, but its read-only entry is clean")
            : null;
    }
}
