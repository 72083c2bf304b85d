using Racewalk.Mm.Hvo;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Races;

/// <summary>
/// A page that is freed and becomes the tail of an optimised hugetlb folio, while a speculative walker of page frame numbers takes a reference on it (hvo/optimise-vs-speculative-get).
/// </summary>
public sealed class HvoOptimizeRace : Race
{
    private const int Writer = 0;
    private const int Walker = 1;
    private const int Taker = 2;
    private const string Dequeued = "dequeued";

    private readonly HvoOptions _options;
    private readonly HugetlbPool? _pool;

    /// <summary>The race.</summary>
    /// <param name="layout">What the memmap is like; its first tail is a page of its own at first.</param>
    /// <param name="options">What HVO is asked for.</param>
    /// <param name="isByOther">Whether another CPU takes the folio from the pool; otherwise the one that has optimised it goes on with it.</param>
    /// <param name="memory">Where memory lies; null for the model's layout.</param>
    public HvoOptimizeRace(MemmapLayout layout, HvoOptions options, bool isByOther, MemoryLayout? memory = null)
    {
        _options = options;
        World = new MemmapWorld(layout with { StartsAsPage = true }, memory);
        _pool = isByOther ? new HugetlbPool(World.Vmemmap, new Spinlock(Memory.AddKernelWord("hugetlb_lock"), "hugetlb_lock")) : null;
    }

    /// <summary>Its memory.</summary>
    public MemmapWorld World { get; }

    /// <inheritdoc/>
    public override PhysicalMemory Memory => World.Memory;

    /// <inheritdoc/>
    public override IReadOnlyList<Actor> Actors
    {
        get
        {
            var reference = new PageRef(World.Vmemmap, _options.Era);
            Actor[] actors =
            [
                new("HVO", cpu => Optimize(cpu)),
                new("PFN walker", cpu => reference.AddUnlessZero(cpu, World.Tail())),
                new("hugetlb fault", cpu => Take(cpu, reference)),
            ];
            return actors[..(_pool is null ? 2 : 3)];
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Behaviour> Behaviours =>
    [
        new("the walker gets the page before it is freed", static o => o.Saw(Walker, PageRef.Got) && !o.Saw(Writer, HugetlbAlloc.Freed)),
        new("the page becomes a tail, and the walker leaves it alone", static o => o.Saw(Writer, HugetlbAlloc.Freed) && !o.Saw(Walker, PageRef.Got)),
        .. _options.HasRcu ? [new("the walker finds the count zero", static o => o.Saw(Walker, PageRef.WasFree))] : (Behaviour[])[],
        .. _pool is not null ? [new("another CPU takes the folio", static o => o.Saw(Taker, Dequeued))] : (Behaviour[])[],
    ];

    /// <summary>The walker finds a fake head; not possible if it does not look.</summary>
    public static Behaviour FindsFakeHead { get; } = new("the walker finds a fake head", static o => o.Saw(Walker, PageRef.WasFake));

    /// <inheritdoc/>
    public override Breach? Judge(IOutcome outcome)
    {
        if (outcome.Saw(Walker, MemmapWorld.Oops))
        {
            return new Breach(BreachKind.UnhandledFault, _options.HasRcu
                ? $"CPU {Walker} finds the struct page writable, and it is read-only: the predicate may be false-negative, never false-positive (S1): kernel oops"
                : $"CPU {Walker} writes to a struct page that is read-only by now (S1): kernel oops");
        }

        if (!outcome.Saw(Writer, HugetlbAlloc.Freed))
        {
            return null;
        }

        return outcome.Saw(Walker, PageRef.Got)
            ? new Breach(BreachKind.Assertion, "the walker holds a reference on a tail page (S5, S6)")
            : OptimizedState.Check(outcome, World, World.Folios[0], _options, _pool is null || outcome.Saw(Taker, Dequeued) ? 1UL : 0, _pool is null);
    }

    private void Take(Cpu cpu, PageRef reference)
    {
        if (_pool?.TryDequeue(cpu, World.Folios[0], reference) == true)
        {
            cpu.Observe(Dequeued, 1);
        }
    }

    private void Optimize(Cpu cpu)
    {
        HugetlbFolio folio = World.Folios[0];
        var hvo = new HugetlbVmemmap(World.Vmemmap, _options);
        if (_options.Order == HvoOrder.SynchronizeBeforeFreeze)
        {
            hvo.SynchronizeRcu(cpu);
        }

        if (!new HugetlbAlloc(World.Vmemmap, _options.Era).AllocateFrozen(cpu, folio, World.Tail()))
        {
            return;
        }

        World.SplitBlock(cpu, _options);
        hvo.OptimizeFolio(cpu, folio);
        if (_pool is null)
        {
            new PageRef(World.Vmemmap, _options.Era).Unfreeze(cpu, World.Head());
        }
        else
        {
            _pool.Enqueue(cpu, folio);
        }
    }
}
