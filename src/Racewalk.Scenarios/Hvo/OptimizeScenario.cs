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

    private static readonly Axis s_key = new("key", ["on", "off"], "whether other folios are optimised already, so that hugetlb_optimize_vmemmap_key is on");

    private static readonly Axis s_pages = new("vmemmap-pages", ["2", "4", "1"], "how many pages the struct pages of the folio fill; HVO has nothing to do for one");

    private static readonly Axis s_user = new("user", ["same", "other"], "who takes the folio and unfreezes its count: the CPU that optimised it, or another one that finds it in the pool");

    private static readonly Axis s_order = new(
        "order",
        ["kernel", "gp-first", "free-first", "flag-late", "key-late"],
        "the kernel's order of steps, or: the grace period before the page is freed and the count frozen; the old pages freed before the flush; the flag set, or the key incremented, after the remap");

    /// <inheritdoc/>
    public override string Id => "hvo/optimise-vs-speculative-get";

    /// <inheritdoc/>
    public override string Title => "Can a speculative reference write to a struct page that HVO has made read-only?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } =
        [HvoAxes.Arch, HvoAxes.Era, CommonAxes.Atomics, HvoAxes.BbmRule, HvoAxes.Cas, s_key, HvoAxes.Memmap, HvoAxes.Mode, s_order, s_user, s_pages];

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
    protected override IReadOnlySet<string> AbsentSteps(Configuration configuration)
    {
        HvoEra era = HvoAxes.EraOf(configuration);
        var absent = new HashSet<string>(StringComparer.Ordinal);
        if (era is HvoEra.E3 or HvoEra.E7)
        {
            absent.UnionWith([PageRefSteps.Rcu, PageRefSteps.Count, PageRefSteps.Acquire, PageRefSteps.FakeHead, HvoSteps.SynchronizeRcu]);
        }
        else if (era == HvoEra.E4)
        {
            absent.Add(PageRefSteps.Acquire);
        }

        if (configuration.Values[s_key.Name] == "on" || absent.Contains(PageRefSteps.Rcu))
        {
            absent.UnionWith([PageRefSteps.Key, HvoSteps.KeyInc]);
        }

        if (configuration.Values[HvoAxes.Memmap.Name] == "page")
        {
            absent.UnionWith(HvoStepTable.Split.Select(static s => s.Name));
        }
        else if (configuration.Values[HvoAxes.Mode.Name] == "batch")
        {
            absent.Add(HvoSteps.SplitFlush);
        }

        // Whoever takes the folio holds hugetlb_lock; that nobody uses a freed page is what user=same is for.
        absent.UnionWith(IsByOther(configuration) ? [HvoSteps.FreePages] : [HugetlbPool.EnqueueStep, HugetlbPool.DequeueStep]);
        return absent;
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        HvoOptions options = OptionsOf(variant);
        Check(variant, options);
        var world = new MemmapWorld(new MemmapLayout(variant.Architecture, options.Era)
        {
            IsBlock = variant[HvoAxes.Memmap.Name] == "block",
            StartsAsPage = true,
            PagesPerFolio = int.Parse(variant[s_pages.Name], CultureInfo.InvariantCulture),
            HasStaticKey = variant[s_key.Name] == "off",
            Words = s_words,
        });
        bool isByOther = IsByOther(variant.Configuration);
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
            Machine = Judged(variant, machine),
            Property = execution => Judge(execution, world, options, isByOther),
            FormatValue = world.FormatValue,
            Witnesses = [.. Witnesses(variant, options)],
        };
    }

    private static void Check(Variant variant, HvoOptions options)
    {
        if (!options.HasRcu && options.Order is HvoOrder.SynchronizeBeforeFreeze or HvoOrder.KeyAfterRemap)
        {
            throw new ScenarioException($"order={variant[s_order.Name]} needs era=E4 or era=E5: {options.Era} has neither grace period nor static key");
        }

        if (variant[s_key.Name] == "off" && !options.HasRcu)
        {
            throw new ScenarioException($"key=off needs era=E4 or era=E5: in {options.Era} nobody looks at the key");
        }

        if (options.Order == HvoOrder.KeyAfterRemap && variant[s_key.Name] == "on")
        {
            throw new ScenarioException("order=key-late needs key=off: otherwise the key is on anyway");
        }
    }

    private static HvoOptions OptionsOf(Variant variant) => new(
        HvoAxes.EraOf(variant),
        variant[HvoAxes.Mode.Name] == "batch",
        variant[s_order.Name] switch
        {
            "gp-first" => HvoOrder.SynchronizeBeforeFreeze,
            "free-first" => HvoOrder.FreeBeforeFlush,
            "flag-late" => HvoOrder.FlagAfterRemap,
            "key-late" => HvoOrder.KeyAfterRemap,
            _ => HvoOrder.Kernel,
        });

    private static bool IsByOther(Configuration configuration) => configuration.Values[s_user.Name] == "other";

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

        if (world.Layout.IsBlock)
        {
            new VmemmapSplit(world.Vmemmap, options).PmdEntry(cpu, world.Tables[0]);
            if (options.IsBatch)
            {
                cpu.FlushTlbAll();
            }
        }

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

        if (IsByOther(variant.Configuration))
        {
            yield return new("another CPU takes the folio", static e => Saw(e, Taker, Dequeued));
        }

        if (variant.Keeps(PageRefSteps.FakeHead))
        {
            yield return new("the walker finds a fake head", static e => Saw(e, Walker, PageRef.WasFake));
        }
    }
}
