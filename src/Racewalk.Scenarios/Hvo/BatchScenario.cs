using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Hvo;
using Racewalk.Mm.Races;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Hvo;

/// <summary>Two folios that are optimised in one batch, with one grace period and one flush, while a speculative walker takes a reference on a tail of the second.</summary>
internal sealed class BatchScenario : HvoScenario
{
    private const int Walker = 1;

    private static readonly int[] s_words = [0, 8, 24, 40, 88];

    private static readonly Axis s_order = new(
        "order",
        ["kernel", "late-freeze", "free-first"],
        "the kernel's order of steps, or: the second folio frozen after the grace period; the old pages freed before the flush");

    /// <inheritdoc/>
    public override string Id => "hvo/batch";

    /// <inheritdoc/>
    public override string Title => "Are one grace period and one flush enough for a batch of folios?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [HvoAxes.Arch, CommonAxes.Atomics, HvoAxes.BbmRule, HvoAxes.Memmap, s_order];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. HvoStepTable.Reference,
        HvoStepTable.Spurious,
        .. HvoStepTable.Allocate,
        .. HvoStepTable.Split.Where(static s => s.Name != HvoSteps.SplitFlush),
        HvoStepTable.SynchronizeRcu,
        .. HvoStepTable.Optimize,
        .. HvoStepTable.Unfreeze,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("arch=x86-64", "both were frozen before the grace period"),
        Expect.Violated("arch=x86-64 order=late-freeze", "mutant: the walker saw the second page's count before it was freed"),
        Expect.Violated("arch=x86-64 order=free-first", "mutant: the walker reads the freed page by an old translation"),
        Expect.Violated("arch=x86-64 -synchronize-rcu", "mutant"),
        Expect.Holds("arch=arm64 bbm-rule=ignored", "the same"),
        Expect.Violated("arch=arm64 bbm-rule=ignored order=late-freeze", "mutant"),
        Expect.Violated("arch=arm64 bbm-rule=ignored -synchronize-rcu", "mutant"),
        Expect.Holds("arch=x86-64 memmap=block", "both have their struct pages in one block, which is split once and flushed once"),
        Expect.Violated("arch=x86-64 memmap=block -synchronize-rcu", "mutant"),
        Expect.Holds("arch=arm64 bbm-rule=ignored memmap=block", "the same"),
        Expect.Violated("arch=arm64 bbm-rule=ignored memmap=block -synchronize-rcu", "mutant"),
        Expect.Holds("arch=ppc64-radix", "the same"),
        Expect.Violated("arch=ppc64-radix order=late-freeze", "mutant"),
        Expect.Violated("arch=ppc64-radix -synchronize-rcu", "mutant"),
    ];

    /// <inheritdoc/>
    protected override IReadOnlySet<string> AbsentSteps(Configuration configuration) => BlockMemmap.AbsentSteps(configuration, isBatch: true).ToHashSet(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        string order = variant[s_order.Name];
        var options = new HvoOptions(HvoEra.E5, IsBatch: true, order == "free-first" ? HvoOrder.FreeBeforeFlush : HvoOrder.Kernel);
        var world = MemmapWorlds.Of(MemmapWorlds.LayoutOf(variant.Architecture, options.Era) with
        {
            Folios = 2,
            IsBlock = BlockMemmap.IsBlock(variant.Configuration),
            StartsAsPage = true,
            Words = s_words,
        });
        CheckedMachine machine = MachineOf(variant, world, cpus: 2, interruptible: 1 << Walker);
        var reference = new PageRef(world.Vmemmap, options.Era);
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("HVO", cpu => Optimize(cpu, world, options, order == "late-freeze")),
                ("PFN walker", cpu => reference.AddUnlessZero(cpu, world.Tail(1)))),
            Model = ModelOf(variant),
            Machine = machine,
            JudgesBreakBeforeMake = IsJudged(variant),
            Property = execution => Judge(execution, world, options),
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the walker gets the page before it is freed", static e => Saw(e, Walker, PageRef.Got)),
                new("the walker finds the count zero", static e => Saw(e, Walker, PageRef.WasFree)),
                new("the walker finds a fake head", static e => Saw(e, Walker, PageRef.WasFake)),
            ],
        };
    }

    private static void Optimize(Cpu cpu, MemmapWorld world, HvoOptions options, bool isLate)
    {
        var alloc = new HugetlbAlloc(world.Vmemmap, options.Era);
        var hvo = new HugetlbVmemmap(world.Vmemmap, options);
        var reference = new PageRef(world.Vmemmap, options.Era);
        HugetlbFolio first = world.Folios[0];
        HugetlbFolio second = world.Folios[1];
        if (!alloc.AllocateFrozen(cpu, first, world.Tail(0)))
        {
            return;
        }

        world.SplitBlock(cpu, options);
        if (isLate)
        {
            hvo.Optimize(cpu, first, synchronizes: true);
        }

        if (!alloc.AllocateFrozen(cpu, second, world.Tail(1)))
        {
            return;
        }

        if (isLate)
        {
            hvo.Optimize(cpu, second, synchronizes: false);
            hvo.FlushAndFree(cpu, first, second);
        }
        else
        {
            hvo.OptimizeFolios(cpu, first, second);
        }

        reference.Unfreeze(cpu, world.Head(0));
        reference.Unfreeze(cpu, world.Head(1));
    }

    private static FailureNote? Judge(IExecution execution, MemmapWorld world, HvoOptions options)
    {
        if (Saw(execution, Walker, Oops))
        {
            return OopsOf(Walker, "finds the struct page writable, and it is read-only: the predicate may be false-negative, never false-positive (S1)");
        }

        var outcome = new ExecutionOutcome(execution);

        // The walker holds the second page: there is no second folio, and the first is left as it is here.
        return Saw(execution, Walker, PageRef.Got)
            ? null
            : ExecutionOutcome.FailureOf(OptimizedState.Check(outcome, world, world.Folios[0], options) ?? OptimizedState.Check(outcome, world, world.Folios[1], options));
    }
}
