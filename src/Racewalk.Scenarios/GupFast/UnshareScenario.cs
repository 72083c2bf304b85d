using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Mm.Teardown;
using Racewalk.Programs;

namespace Racewalk.Scenarios.GupFast;

/// <summary>GUP-fast against the unsharing of a table of hugetlb entries, which the other process then changes.</summary>
internal sealed class UnshareScenario : ScenarioBase
{
    private const int Gup = 1;
    private const string Actor = "unshare";

    /// <inheritdoc/>
    public override string Id => "gup-fast/unshare";

    /// <inheritdoc/>
    public override string Title => "Can GUP-fast return another process's page, by a table that was shared with it?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [CommonAxes.Arch, CommonAxes.Atomics];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. GupStepTable.Get.Where(static s => s.Name is not (GupSteps.RecheckPmd or PageReference.FreePageStep)),
        new(HugePmdUnshare.ClearUpper, Actor, "huge_pmd_unshare", "v6.12", "mm/hugetlb.c", false),
        .. CommonSteps.Flush(Actor),
        new(HugePmdUnshare.SyncIpi, Actor, "tlb_flush_unshared_tables", "v7.0", "include/asm-generic/tlb.h", true),
        new(HugePmdUnshare.OtherMaps, "other process", "hugetlb_no_page", "v6.12", "mm/hugetlb.c", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("arch=sc", "the interrupt waits for walkers before the other process has the table for itself"),
        Expect.Holds("arch=arm64", "the same"),
        Expect.Holds("arch=arm64 atomics=llsc", "the same"),
        Expect.Holds("arch=x86-64", "the same"),
        Expect.Holds("arch=x86-64-pv", "the same"),
        Expect.Holds("arch=ppc64-radix", "the same"),
        Expect.Holds("arch=ppc64-hash", "the same"),
        Expect.Holds("arch=lkmm", "the same"),
        Expect.Violated("arch=sc -unshare-sync-ipi", "mutant: nobody waits for the walk, and the entry that it rechecks is the other process's"),
        Expect.Violated("arch=arm64 -unshare-sync-ipi", "the short cut is none here: the flush interrupts nobody"),
        Expect.Violated("arch=arm64 atomics=llsc -unshare-sync-ipi", "the same"),
        Expect.Holds("arch=x86-64 -unshare-sync-ipi", "the short cut: the flush has interrupted all that run the process"),
        Expect.Violated("arch=x86-64 -unshare-sync-ipi -flush-ipi", "mutant: neither is left"),
        Expect.Violated("arch=x86-64-pv -unshare-sync-ipi", "the short cut is wrong here: a preempted virtual CPU was not interrupted, and may be in a walk"),
        Expect.Violated("arch=ppc64-radix -unshare-sync-ipi", "the short cut is none here: the flush interrupts nobody"),
        Expect.Violated("arch=ppc64-hash -unshare-sync-ipi", "the same"),
        Expect.Violated("arch=lkmm -unshare-sync-ipi", "mutant"),
        Expect.Violated("arch=arm64 -gup-irq-off", "mutant: the interrupt waits only for sections with interrupts off"),
        Expect.Violated("arch=x86-64 -gup-irq-off", "mutant"),
        Expect.Violated("arch=arm64 -unshare-sync-ipi -gup-recheck-pte", "no recheck protects a table that somebody else has"),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        HashSet<string> absent = CommonSteps.AbsentFlushSteps(architecture);
        return Steps.Select(static s => s.Name).Where(s => !absent.Contains(s));
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var world = new GupWorld(ptes: 1);
        ulong other = world.Memory.AddFrame("others", 1, refcount: 1);
        CheckedMachine machine = new(
            variant.Architecture,
            2,
            Steps.Select(static s => s.Name).Append(GupSteps.RecheckPmd),
            Steps.Select(static s => s.Name).Where(s => !variant.Keeps(s)).Append(GupSteps.RecheckPmd))
        {
            Interruptible = Steps.Any(s => CommonSteps.IsInterrupt(s.Name) && variant.Keeps(s.Name)) ? 1UL << Gup : 0,
            LocationName = world.Memory.Name,
        };
        var unshare = new HugePmdUnshare(world.Mm, KernelChoices.PmdClear(variant));
        var gup = new Mm.Gup.GupFast(world.Mm, new GupOptions());
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("unshare, then other process", cpu => unshare.MapByOther(cpu, unshare.Unshare(cpu, 0), 0, other)),
                ("GUP-fast", cpu => gup.GetPage(cpu, 0, 0))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => Pfn(execution) == other
                ? new FailureNote(ViolationKind.Assertion, "GUP-fast returned a page that only the other process maps")
                : null,
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("GUP-fast gets the page that was shared", e => Pfn(e) == world.SmallPages[0]),
                new("GUP-fast finds no table", static e => !Saw(e, Gup, Mm.Gup.GupFast.Succeeded)),
            ],
        };
    }

    private static ulong Pfn(IExecution execution) =>
        Saw(execution, Gup, Mm.Gup.GupFast.Succeeded) && execution.TryGetObserved(Gup, Mm.Gup.GupFast.GotPfn, out ulong pfn) ? pfn : 0;
}
