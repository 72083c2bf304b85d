using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Hvo;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Hvo;

/// <summary>memory-failure marks the head of a folio whose count is frozen, while the head's page is copied and mapped anew.</summary>
internal sealed class HwPoisonScenario : HvoScenario
{
    private const int Failure = 1;

    private static readonly int[] s_words = [0, 8, 40];

    // That nobody uses a freed page is what other scenarios are for.
    private static readonly string[] s_leftOut = [KernelFault.Look, HvoSteps.SynchronizeRcu, HvoSteps.FreePages];

    private static readonly Axis s_attempt = new(
        "attempt", ["first", "last"], "first: a folio that is neither free nor in use is left alone (-EBUSY); last: it is marked all the same (MF_NO_RETRY)");

    /// <inheritdoc/>
    public override string Id => "hvo/hwpoison";

    /// <inheritdoc/>
    public override string Title => "Is a mark of memory-failure lost if it is set in a head that is being copied?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [HvoAxes.Arch, HvoAxes.Era, s_attempt, CommonAxes.Atomics, HvoAxes.BbmRule, HvoAxes.Memmap];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(HugetlbPool.CheckFreed, "memory-failure", "__get_huge_page_for_hwpoison", "v6.12", "mm/memory-failure.c", true),
        new(HugetlbPool.SetHwPoison, "memory-failure", "folio_set_hugetlb_hwpoison", "v6.12", "mm/memory-failure.c", false),
        HvoStepTable.Freeze,
        .. HvoStepTable.Split,
        .. HvoStepTable.Optimize.Where(static s => s.Name != HvoSteps.FreePages),
        new(HugetlbPool.EnqueueStep, "HVO", "enqueue_hugetlb_folio", "v6.12", "mm/hugetlb.c", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("arch=x86-64 era=E5", "the folio is free, to memory-failure, only when it is in the pool: after the flush"),
        Expect.Violated("arch=x86-64 era=E5 -hwpoison-check-freed", "mutant: the mark is set in the page that is freed"),
        Expect.Holds("arch=arm64 bbm-rule=ignored era=E5", "the same"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E5 -hwpoison-check-freed", "mutant"),
        Expect.Holds("arch=ppc64-radix era=E7", "the same"),
        Expect.Violated("arch=ppc64-radix era=E7 -hwpoison-check-freed", "mutant"),
        Expect.Holds("arch=x86-64 era=E5 memmap=block", "the same"),
        Expect.Violated("arch=x86-64 era=E5 memmap=block -hwpoison-check-freed", "mutant"),
        Expect.Violated("arch=x86-64 attempt=last era=E5", "the second attempt marks the head while it is copied: the mark is lost"),
        Expect.Violated("arch=arm64 attempt=last bbm-rule=ignored era=E5", "the same"),
        Expect.Violated("arch=x86-64 attempt=last era=E7", "the same: E7 copies the head as well"),
        Expect.Violated("arch=ppc64-radix attempt=last era=E7", "the same"),
    ];

    /// <inheritdoc/>
    protected override IReadOnlySet<string> AbsentSteps(Configuration configuration) =>
        BlockMemmap.AbsentSteps(configuration, isBatch: false)
            .Concat(configuration.Values[s_attempt.Name] == "last" ? [HugetlbPool.CheckFreed] : [])
            .ToHashSet(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var options = new HvoOptions(HvoAxes.EraOf(variant));
        var world = MemmapWorlds.Of(MemmapWorlds.LayoutOf(variant.Architecture, options.Era) with { IsBlock = BlockMemmap.IsBlock(variant.Configuration), Words = s_words });
        CheckedMachine machine = MachineOf(variant, world, cpus: 2, interruptible: 1 << Failure, s_leftOut);
        var pool = new HugetlbPool(world.Vmemmap, new Spinlock(world.Memory.AddKernelWord("hugetlb_lock"), "hugetlb_lock"));
        bool isRetry = variant[s_attempt.Name] == "last";
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("HVO", cpu => Optimize(cpu, world, options, pool)),
                ("memory-failure", cpu => pool.MemoryFailure(cpu, world.Folios[0], isRetry))),
            Model = ModelOf(variant),
            Machine = machine,
            JudgesBreakBeforeMake = IsJudged(variant),
            Property = execution => Judge(execution, world),
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the head is marked", static e => Saw(e, Failure, HugetlbPool.Marked)),
                .. variant.Keeps(HugetlbPool.CheckFreed)
                    ? (Witness[])[new("the folio is left alone", static e => !Saw(e, Failure, HugetlbPool.Marked))]
                    : [],
            ],
        };
    }

    private static void Optimize(Cpu cpu, MemmapWorld world, HvoOptions options, HugetlbPool pool)
    {
        if (new PageRef(world.Vmemmap, options.Era).Freeze(cpu, world.Head()))
        {
            world.SplitBlock(cpu, options);
            new HugetlbVmemmap(world.Vmemmap, options).OptimizeFolio(cpu, world.Folios[0]);
            pool.Enqueue(cpu, world.Folios[0]);
        }
    }

    private static FailureNote? Judge(IExecution execution, MemmapWorld world)
    {
        if (Saw(execution, Failure, Oops))
        {
            return OopsOf(Failure, "takes a fault on a struct page");
        }

        ulong flags = execution.Final(MemmapWorld.WordAt(world.Folios[0].NewHead, 0));
        return Saw(execution, Failure, HugetlbPool.Marked) && (flags & StructPage.HwPoison) == 0
            ? new FailureNote(ViolationKind.LostData, "PG_hwpoison was set in the head's old page after that was copied: the mark is lost (S3)")
            : null;
    }
}
