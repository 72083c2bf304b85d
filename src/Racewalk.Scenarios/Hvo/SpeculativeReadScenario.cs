using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Hvo;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Hvo;

/// <summary>A walker that only reads: which folio does a struct page belong to, and what is that folio's count, while the folio is optimised.</summary>
internal sealed class SpeculativeReadScenario : HvoScenario
{
    private const int Reader = 1;
    private const string FoundHead = "found-head";
    private const string FoundCount = "found-count";

    private static readonly Axis s_start = new("start", ["page", "tail"], "page: the struct page is a page of its own at first, then a tail; tail: a tail from the start");

    private static readonly Axis s_order = new("order", ["kernel", "free-first"], "the kernel's order of steps, or the old pages freed before the flush");

    /// <inheritdoc/>
    public override string Id => "hvo/speculative-read";

    /// <inheritdoc/>
    public override string Title => "Are walkers that only read struct pages always safe?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [HvoAxes.Arch, HvoAxes.Era, CommonAxes.Atomics, HvoAxes.BbmRule, HvoAxes.Memmap, s_order, s_start];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        new(FoundHead, "PFN walker", "_compound_head", "v6.12", "include/linux/page-flags.h", false),
        new(FoundCount, "PFN walker", "folio_ref_count", "v6.12", "include/linux/page_ref.h", false),
        .. HvoStepTable.Allocate,
        .. HvoStepTable.Split,
        HvoStepTable.SynchronizeRcu,
        .. HvoStepTable.Optimize,
        .. HvoStepTable.Unfreeze,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("arch=x86-64 era=E5", "what is found is a page of its own or the head, and its count is one that it had"),
        Expect.Violated("arch=x86-64 era=E5 order=free-first", "mutant: the walker reads the freed page by an old translation"),
        Expect.Violated("arch=x86-64 era=E5 -flush-ipi", "mutant"),
        Expect.Holds("arch=arm64 bbm-rule=ignored era=E5", "the same"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E5 order=free-first", "mutant"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E5 -remap-wmb", "mutant: the new head's page is seen before it is filled"),
        Expect.Holds("arch=arm64 atomics=llsc bbm-rule=ignored era=E5", "the same"),
        Expect.Violated("arch=arm64 atomics=llsc bbm-rule=ignored era=E5 -remap-wmb", "mutant"),
        Expect.Holds("arch=ppc64-radix era=E5", "the same"),
        Expect.Violated("arch=ppc64-radix era=E5 -remap-wmb", "mutant"),
        Expect.Holds("arch=x86-64 era=E7", "the same, by one read"),
        Expect.Violated("arch=x86-64 era=E7 order=free-first", "mutant"),
        Expect.Violated("arch=x86-64 era=E7 -flush-ipi", "mutant"),
        Expect.Holds("arch=arm64 bbm-rule=ignored era=E7", "the same, by one read"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E7 -remap-wmb", "mutant"),
        Expect.Violated("arch=x86-64 era=E5 start=tail", "compound_head is read from the new page, where it is the head's, and PG_head from the old one: the tail is taken for a page of its own"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E5 start=tail", "the same"),
        Expect.Violated("arch=ppc64-radix era=E5 start=tail", "the same"),
        Expect.Holds("arch=x86-64 era=E7 start=tail", "one read: a tail says so in the old page and in the new one"),
        Expect.Violated("arch=x86-64 era=E7 order=free-first start=tail", "mutant"),
        Expect.Violated("arch=x86-64 era=E7 start=tail -flush-ipi", "mutant"),
        Expect.Holds("arch=arm64 bbm-rule=ignored era=E7 start=tail", "the same"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E7 start=tail -remap-wmb", "mutant"),
        Expect.Holds("arch=x86-64 era=E5 memmap=block", "the split changes nothing that is read"),
        Expect.Violated("arch=x86-64 era=E5 memmap=block -flush-ipi", "mutant"),
        Expect.Holds("arch=arm64 bbm-rule=ignored era=E7 memmap=block", "the same"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E7 memmap=block -split-wmb", "mutant: the walker takes a fault on an entry that is not there yet"),
        Expect.Violated("arch=arm64 era=E5", "the output address changes without break-before-make"),
    ];

    /// <inheritdoc/>
    protected override IReadOnlySet<string> AbsentSteps(Configuration configuration)
    {
        var absent = new HashSet<string>(StringComparer.Ordinal);
        if (configuration.Values[s_start.Name] == "tail")
        {
            absent.UnionWith([HvoSteps.PutPage, HvoSteps.PrepareTail]);
        }

        if (HvoAxes.EraOf(configuration) is HvoEra.E3 or HvoEra.E7)
        {
            absent.Add(HvoSteps.SynchronizeRcu);
        }

        absent.UnionWith(BlockMemmap.AbsentSteps(configuration, isBatch: false));
        return absent;
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        bool startsAsPage = variant[s_start.Name] == "page";
        var options = new HvoOptions(HvoAxes.EraOf(variant), Order: variant[s_order.Name] == "free-first" ? HvoOrder.FreeBeforeFlush : HvoOrder.Kernel);
        var world = MemmapWorlds.Of(MemmapWorlds.LayoutOf(variant.Architecture, options.Era) with { StartsAsPage = startsAsPage, IsBlock = BlockMemmap.IsBlock(variant.Configuration) });
        CheckedMachine machine = MachineOf(variant, world, cpus: 2, interruptible: 1 << Reader, KernelFault.Look);
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("HVO", cpu => Optimize(cpu, world, options)),
                ("PFN walker", cpu => Read(cpu, world, options))),
            Model = ModelOf(variant),
            Machine = machine,
            JudgesBreakBeforeMake = IsJudged(variant),
            Property = execution => Judge(execution, world),
            FormatValue = world.FormatValue,
            Witnesses = [.. Witnesses(world)],
        };
    }

    private static void Optimize(Cpu cpu, MemmapWorld world, HvoOptions options)
    {
        HugetlbFolio folio = world.Folios[0];
        var reference = new PageRef(world.Vmemmap, options.Era);
        bool isFrozen = world.Layout.StartsAsPage
            ? new HugetlbAlloc(world.Vmemmap, options.Era).AllocateFrozen(cpu, folio, world.Tail())
            : IsFrozen(cpu, world, reference);
        if (isFrozen)
        {
            world.SplitBlock(cpu, options);
            new HugetlbVmemmap(world.Vmemmap, options).OptimizeFolio(cpu, folio);
            reference.Unfreeze(cpu, world.Head());
        }
    }

    private static bool IsFrozen(Cpu cpu, MemmapWorld world, PageRef reference)
    {
        if (reference.Freeze(cpu, world.Head()))
        {
            return true;
        }

        return false;
    }

    private static void Read(Cpu cpu, MemmapWorld world, HvoOptions options)
    {
        cpu.Step(FoundHead);
        Word head = CompoundPage.Head(cpu, world.Vmemmap, options.Era, world.Tail());
        cpu.Observe(FoundHead, head);
        if (head == world.Head())
        {
            cpu.Step(FoundCount);
            cpu.Observe(FoundCount, world.Vmemmap.On(cpu).Load(StructPage.Refcount(world.Head())));
        }
    }

    private static FailureNote? Judge(IExecution execution, MemmapWorld world)
    {
        if (Saw(execution, Reader, Oops))
        {
            return OopsOf(Reader, "takes a fault although it only reads");
        }

        bool isKnown = execution.TryGetObserved(Reader, FoundHead, out ulong head) && (head == world.Head() || (world.Layout.StartsAsPage && head == world.Tail()));
        if (!isKnown)
        {
            return new FailureNote(ViolationKind.Assertion, head == world.Tail()
                ? "compound_head takes a tail for a page of its own: it is neither the head before nor the head after (S4)"
                : $"compound_head finds 0x{head:x}, which never was the head (S4)");
        }

        return !execution.TryGetObserved(Reader, FoundCount, out ulong count) || count <= 1
            ? null
            : new FailureNote(ViolationKind.Assertion, $"the head's count is read as 0x{count:x}, which it never was (S4)");
    }

    private static IEnumerable<Witness> Witnesses(MemmapWorld world)
    {
        yield return new("the walker finds the head, frozen", static e => e.TryGetObserved(Reader, FoundCount, out ulong count) && count == 0);
        yield return new("the walker finds the head, in use", static e => e.TryGetObserved(Reader, FoundCount, out ulong count) && count == 1);
        if (world.Layout.StartsAsPage)
        {
            yield return new("the walker finds a page of its own", e => e.TryGetObserved(Reader, FoundHead, out ulong head) && head == world.Tail());
        }
    }
}
