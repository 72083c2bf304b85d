using System.Globalization;
using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Hvo;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Hvo;

/// <summary>A page that is freed and becomes the tail of an optimised hugetlb folio, while a speculative walker of page frame numbers takes a reference on it.</summary>
internal sealed class OptimizeScenario : HvoScenario
{
    private const int Writer = 0;
    private const int Walker = 1;
    private const int Taker = 2;
    private const string Dequeued = "dequeued";

    // flags, _refcount, compound_head, private; compound_head of the next struct page, for page_fixed_fake_head.
    private static readonly int[] s_words = [0, 8, 24, 40, 88];

    /// <inheritdoc/>
    public override string Id => "hvo/optimise-vs-speculative-get";

    /// <inheritdoc/>
    public override string Title => "Can a speculative reference write to a struct page that HVO has made read-only?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } =
    [
        HvoAxes.Arch, HvoAxes.Era, CommonAxes.Atomics, HvoAxes.BbmRule, HvoAxes.Cas, OptimizeChoices.Key, HvoAxes.Memmap, HvoAxes.Mode, OptimizeChoices.Order, OptimizeChoices.User,
        OptimizeChoices.Pages,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. HvoStepTable.Reference,
        HvoStepTable.ReferenceKey,
        HvoStepTable.Spurious,
        .. HvoStepTable.Allocate,
        .. HvoStepTable.Split,
        HvoStepTable.KeyInc,
        HvoStepTable.SynchronizeRcu,
        .. HvoStepTable.Optimize,
        .. HvoStepTable.Unfreeze,
        new(HugetlbPool.EnqueueStep, "HVO", "enqueue_hugetlb_folio", "v6.12", "mm/hugetlb.c", false),
        new(HugetlbPool.DequeueStep, "hugetlb fault", "dequeue_hugetlb_folio_node_exact", "v6.12", "mm/hugetlb.c", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = OptimizeExpectations.All;

    /// <inheritdoc/>
    protected override IReadOnlySet<string> AbsentSteps(Configuration configuration) => OptimizeChoices.AbsentSteps(configuration);

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        HvoOptions options = OptimizeChoices.OptionsOf(variant);
        OptimizeChoices.Check(variant, options);
        var world = new MemmapWorld(new MemmapLayout(variant.Architecture, options.Era)
        {
            IsBlock = BlockMemmap.IsBlock(variant.Configuration),
            StartsAsPage = true,
            PagesPerFolio = int.Parse(variant[OptimizeChoices.Pages.Name], CultureInfo.InvariantCulture),
            HasStaticKey = variant[OptimizeChoices.Key.Name] == "off",
            Words = s_words,
        });
        bool isByOther = OptimizeChoices.IsByOther(variant.Configuration);
        HugetlbPool? pool = isByOther ? new HugetlbPool(world.Vmemmap, new Spinlock(world.Memory.AddKernelWord("hugetlb_lock"), "hugetlb_lock")) : null;
        CheckedMachine machine = MachineOf(variant, world, isByOther ? 3 : 2, interruptible: (1 << Walker) | (1 << Taker));
        var reference = new PageRef(world.Vmemmap, options.Era);
        (string Name, Action<Cpu> Body)[] tasks =
        [
            ("HVO", cpu => Optimize(cpu, world, options, pool)),
            ("PFN walker", cpu => reference.AddUnlessZero(cpu, world.Tail())),
            ("hugetlb fault", cpu => Take(cpu, world, reference, pool)),
        ];
        return new ScenarioInstance
        {
            Program = ProgramOf(variant, machine, world.Memory.Initial, tasks[..machine.Cpus]),
            Model = ModelOf(variant),
            Machine = machine,
            JudgesBreakBeforeMake = IsJudged(variant),
            Property = execution => Judge(execution, world, options, isByOther),
            FormatValue = world.FormatValue,
            Witnesses = [.. Witnesses(variant, options)],
        };
    }

    private static void Take(Cpu cpu, MemmapWorld world, PageRef reference, HugetlbPool? pool)
    {
        if (pool?.TryDequeue(cpu, world.Folios[0], reference) == true)
        {
            cpu.Observe(Dequeued, 1);
        }
    }

    private static void Optimize(Cpu cpu, MemmapWorld world, HvoOptions options, HugetlbPool? pool)
    {
        HugetlbFolio folio = world.Folios[0];
        var hvo = new HugetlbVmemmap(world.Vmemmap, options);
        if (options.Order == HvoOrder.SynchronizeBeforeFreeze)
        {
            hvo.SynchronizeRcu(cpu);
        }

        if (!new HugetlbAlloc(world.Vmemmap, options.Era).AllocateFrozen(cpu, folio, world.Tail()))
        {
            return;
        }

        BlockMemmap.Split(cpu, world, options);
        hvo.OptimizeFolio(cpu, folio);
        if (pool is null)
        {
            new PageRef(world.Vmemmap, options.Era).Unfreeze(cpu, world.Head());
        }
        else
        {
            pool.Enqueue(cpu, folio);
        }
    }

    private static FailureNote? Judge(IExecution execution, MemmapWorld world, HvoOptions options, bool isByOther)
    {
        if (Saw(execution, Walker, Oops))
        {
            return OopsOf(Walker, options.HasRcu
                ? "finds the struct page writable, and it is read-only: the predicate may be false-negative, never false-positive (S1)"
                : "writes to a struct page that is read-only by now (S1)");
        }

        if (!Saw(execution, Writer, HugetlbAlloc.Freed))
        {
            return null;
        }

        return Saw(execution, Walker, PageRef.Got)
            ? new FailureNote(ViolationKind.Assertion, "the walker holds a reference on a tail page (S5, S6)")
            : OptimizedState.Check(execution, world, world.Folios[0], options, !isByOther || Saw(execution, Taker, Dequeued) ? 1UL : 0, !isByOther);
    }

    private static IEnumerable<Witness> Witnesses(Variant variant, HvoOptions options)
    {
        yield return new("the walker gets the page before it is freed", static e => Saw(e, Walker, PageRef.Got) && !Saw(e, Writer, HugetlbAlloc.Freed));
        yield return new("the page becomes a tail, and the walker leaves it alone", static e => Saw(e, Writer, HugetlbAlloc.Freed) && !Saw(e, Walker, PageRef.Got));
        if (options.HasRcu)
        {
            yield return new("the walker finds the count zero", static e => Saw(e, Walker, PageRef.WasFree));
        }

        if (OptimizeChoices.IsByOther(variant.Configuration))
        {
            yield return new("another CPU takes the folio", static e => Saw(e, Taker, Dequeued));
        }

        if (variant.Keeps(PageRefSteps.FakeHead))
        {
            yield return new("the walker finds a fake head", static e => Saw(e, Walker, PageRef.WasFake));
        }
    }
}
