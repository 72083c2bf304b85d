using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Hvo;
using Racewalk.Mm.Races;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Hvo;

/// <summary>An optimised folio that gets struct pages of its own again and is freed, while a speculative walker takes a reference on what was a tail.</summary>
internal sealed class RestoreScenario : HvoScenario
{
    private const int Writer = 0;
    private const int Walker = 1;

    /// <inheritdoc/>
    public override string Id => "hvo/restore-vs-speculative-get";

    /// <inheritdoc/>
    public override string Title => "Can a speculative reference do harm while read-only struct pages become writable again?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [HvoAxes.Arch, HvoAxes.Era, CommonAxes.Atomics, HvoAxes.BbmRule, HvoAxes.Cas];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. HvoStepTable.Reference,
        HvoStepTable.Spurious,
        HvoStepTable.Freeze,
        new(HvoSteps.SynchronizeRcu, "HVO", "__hugetlb_vmemmap_restore_folio", "v6.12", "mm/hugetlb_vmemmap.c", true),
        .. HvoStepTable.Restore,
        .. HvoStepTable.Unfreeze,
        new(HvoSteps.FreeFolio, "buddy", "free_tail_page_prepare", "v6.12", "mm/page_alloc.c", false),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = RestoreExpectations.All;

    /// <inheritdoc/>
    protected override IReadOnlySet<string> AbsentSteps(Configuration configuration)
    {
        HvoEra era = HvoAxes.EraOf(configuration);
        var absent = new HashSet<string>(StringComparer.Ordinal);
        if (era is HvoEra.E3 or HvoEra.E7)
        {
            absent.UnionWith([PageRefSteps.Rcu, PageRefSteps.Count, PageRefSteps.Acquire, PageRefSteps.FakeHead, HvoSteps.SynchronizeRcu]);
        }

        if (era == HvoEra.E4)
        {
            absent.Add(PageRefSteps.Acquire);
        }

        if (era == HvoEra.E7)
        {
            absent.Add(HvoSteps.ResetStructPages);
        }

        return absent;
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var options = new HvoOptions(HvoAxes.EraOf(variant));
        var world = MemmapWorlds.Of(MemmapWorlds.LayoutOf(variant.Architecture, options.Era) with { IsOptimized = true });
        CheckedMachine machine = MachineOf(variant, world, cpus: 2, interruptible: 1 << Walker);
        var reference = new PageRef(world.Vmemmap, options.Era);
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("HVO", cpu => Restore(cpu, world, options)),
                ("PFN walker", cpu => reference.AddUnlessZero(cpu, world.Tail()))),
            Model = ModelOf(variant),
            Machine = machine,
            JudgesBreakBeforeMake = IsJudged(variant),
            Property = execution => Judge(execution, world, options),
            FormatValue = world.FormatValue,
            Witnesses =
            [
                new("the walker gets the page that the tail has become", static e => Saw(e, Walker, PageRef.Got)),
                new("the walker leaves the tail alone", static e => !Saw(e, Walker, PageRef.Got)),
            ],
        };
    }

    private static void Restore(Cpu cpu, MemmapWorld world, HvoOptions options)
    {
        HugetlbFolio folio = world.Folios[0];
        var reference = new PageRef(world.Vmemmap, options.Era);
        if (!reference.Freeze(cpu, world.Head()))
        {
            return;
        }

        new HugetlbVmemmap(world.Vmemmap, options).RestoreFolio(cpu, folio);
        reference.Unfreeze(cpu, world.Head());
        new FreeTail(world.Vmemmap).FreeAndAllocate(cpu, world.Tail(), folio.CompoundInfo(world.Vmemmap, options.Era));
    }

    private static FailureNote? Judge(IExecution execution, MemmapWorld world, HvoOptions options)
    {
        if (Saw(execution, Walker, Oops))
        {
            return OopsOf(Walker, options.HasRcu
                ? "finds the struct page writable, and its translation is read-only: the predicate may be false-negative, never false-positive (S1)"
                : "writes to a struct page by a translation that is read-only (S1)");
        }

        if (Saw(execution, Writer, FreeTail.BadPage))
        {
            return new FailureNote(ViolationKind.Assertion, "what is freed as a tail looks like a head: the copy has what only the head should have (S7, bad_page)");
        }

        ulong expected = Saw(execution, Walker, PageRef.Got) ? 2UL : 1;
        ulong count = execution.Final(MemmapWorld.WordAt(world.Folios[0].NewTails[0], 8));
        return count == expected ? null : new FailureNote(ViolationKind.Assertion, $"the page's count is {(long)count} in the end, but {expected} references are held (S5)");
    }
}
