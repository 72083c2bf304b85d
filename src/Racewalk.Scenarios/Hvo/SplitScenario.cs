using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Hvo;
using Racewalk.Mm.Races;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Hvo;

/// <summary>Two writers whose folios have their struct pages in one block: both split it, and each changes an entry of its own.</summary>
internal sealed class SplitScenario : HvoScenario
{
    private static readonly string[] s_leftOut = [HvoSteps.SplitFlush];

    /// <inheritdoc/>
    public override string Id => "hvo/split-vs-split";

    /// <inheritdoc/>
    public override string Title => "Can two writers that split one block of the memmap lose each other's changes?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes { get; } = [HvoAxes.Arch, CommonAxes.Atomics, HvoAxes.BbmRule];

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. HvoStepTable.Split.Where(static s => s.Name != HvoSteps.SplitFlush),
        new(HvoSteps.RemapTail, "HVO", "vmemmap_remap_pte", "v6.12", "mm/hugetlb_vmemmap.c", false),
        .. HvoStepTable.SetPte,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } =
    [
        Expect.Holds("arch=x86-64", "the leaf is looked for again under init_mm.page_table_lock"),
        Expect.Violated("arch=x86-64 -split-recheck", "mutant: the second table takes the place of the first, with what was changed in it"),
        Expect.Holds("arch=arm64 bbm-rule=ignored", "the same"),
        Expect.Violated("arch=arm64 bbm-rule=ignored -split-recheck", "mutant"),
        Expect.Holds("arch=arm64 atomics=llsc bbm-rule=ignored", "the same"),
        Expect.Violated("arch=arm64 atomics=llsc bbm-rule=ignored -split-recheck", "mutant"),
        Expect.Holds("arch=ppc64-radix", "the same"),
        Expect.Violated("arch=ppc64-radix -split-recheck", "mutant"),
        Expect.Violated("arch=arm64", "the block becomes a table without break-before-make"),
    ];

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        var options = new HvoOptions(HvoEra.E7, IsBatch: true);
        var world = MemmapWorlds.Of(MemmapWorlds.LayoutOf(variant.Architecture, options.Era) with { Folios = 2, IsBlock = true, Words = [0] });
        CheckedMachine machine = MachineOf(variant, world, cpus: 2, interruptible: 0, s_leftOut);
        return new ScenarioInstance
        {
            Program = ProgramOf(
                variant,
                machine,
                world.Memory.Initial,
                ("HVO of A", cpu => Optimize(cpu, world, options, 0)),
                ("HVO of B", cpu => Optimize(cpu, world, options, 1))),
            Model = ModelOf(variant),
            Machine = machine,
            JudgesBreakBeforeMake = IsJudged(variant),
            Property = execution => Judge(execution, world),
            FormatValue = world.FormatValue,
            Witnesses = [.. Witnesses(variant)],
        };
    }

    // Of the optimisation only what the two have in common: the split, and one entry each. Nobody reads by these translations, so nobody flushes.
    private static void Optimize(Cpu cpu, MemmapWorld world, HvoOptions options, int folio)
    {
        new VmemmapSplit(world.Vmemmap, options).PmdEntry(cpu, world.Tables[folio]);
        new VmemmapRemap(world.Vmemmap, options).RemapTail(cpu, world.Folios[folio], 1, world.Folios[folio].TailFrame(options));
    }

    private static FailureNote? Judge(IExecution execution, MemmapWorld world)
    {
        ulong table = world.Space.Format.OutputOf(execution.Final(world.Space.Root));
        foreach (HugetlbFolio folio in world.Folios)
        {
            ulong entry = execution.Final(table + ((ulong)(folio.FirstPage + 1) * 8));
            if (entry != world.Vmemmap.Pte.KernelReadOnly(folio.SharedTail))
            {
                return new FailureNote(ViolationKind.LostData, $"the change of pte[{folio.FirstPage + 1}] is lost: its table is not the one that the PMD entry points to");
            }
        }

        return null;
    }

    private static IEnumerable<Witness> Witnesses(Variant variant)
    {
        for (int cpu = 0; cpu < 2; cpu++)
        {
            int writer = cpu;
            yield return new($"CPU {writer} splits the block", e => Saw(e, writer, VmemmapSplit.Split));
            if (variant.Keeps(HvoSteps.RecheckPmd))
            {
                yield return new($"CPU {writer} finds it split under the lock", e => Saw(e, writer, VmemmapSplit.WasSplit));
            }
        }
    }
}
