using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Races;
using Racewalk.Mm.Vmas;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Vmas;

/// <summary>What scenarios have in common in which khugepaged collapses anonymous memory with all its locks, against one other CPU.</summary>
internal abstract class KhugepagedScenario : ScenarioBase
{
    /// <summary>khugepaged's CPU.</summary>
    protected const int Collapser = 0;

    /// <summary>The other's.</summary>
    protected const int Other = 1;

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        HashSet<string> absent = CommonSteps.AbsentFlushSteps(architecture);
        string locks = KhugepagedAxes.LocksOf(configuration);
        absent.Add(locks == "mmap-write" ? AnonCollapseSteps.RecheckPmd : AnonCollapseSteps.VmaStartWrite);
        if (!NestsLocks(configuration))
        {
            absent.Add(PageTableLocks.Differ);
        }

        if (configuration.Values.TryGetValue(KhugepagedAxes.None.Name, out string? none))
        {
            if (locks == "mmap-write" && none != "trust")
            {
                throw new ScenarioException($"none={none}: with mmap_lock held for writing nobody meets an entry that is none for a moment");
            }

            if (none == "trust")
            {
                absent.Add(PmdNone.Recheck);
            }
        }

        absent.UnionWith(AbsentSteps(configuration));
        return Steps.Select(static s => s.Name).Where(s => !absent.Contains(s));
    }

    /// <summary>Whether khugepaged takes the PTE lock inside the PMD lock.</summary>
    protected virtual bool NestsLocks(Configuration configuration) => KhugepagedAxes.LocksOf(configuration) == "pmd-kept";

    /// <summary>Steps of this scenario that a configuration does not have.</summary>
    protected virtual IEnumerable<string> AbsentSteps(Configuration configuration) => [];

    /// <summary>The collapse of a world's pages.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="world">The world.</param>
    /// <param name="order">How many become one, as a power of two; null for all under the PMD entry.</param>
    protected static AnonCollapse CollapseOf(Variant variant, AnonWorld world, int? order = null) => new(
        world.Vma, new PmdpCollapseFlush(world.Vma.Mm, KernelChoices.CollapseFlush(variant), KernelChoices.PmdClear(variant)), KhugepagedAxes.Locking(variant), order);

    /// <summary>How khugepaged collapses in a race.</summary>
    protected static CollapseChoices ChoicesOf(Variant variant) => new(
        KhugepagedAxes.Locking(variant), KernelChoices.CollapseFlush(variant), KernelChoices.PmdClear(variant), KhugepagedAxes.IsPinned(variant));

    /// <summary>The same by name, for runs on real processors; a scenario adds what else it chooses.</summary>
    protected static SortedDictionary<string, string> ChooseCollapse(Variant variant) => new(StringComparer.Ordinal)
    {
        ["kind"] = KernelChoices.CollapseFlush(variant).ToString(),
        ["locking"] = KhugepagedAxes.Locking(variant).ToString(),
        ["pinned"] = variant[KhugepagedAxes.Pinned.Name],
        ["pmd-clear"] = KernelChoices.PmdClear(variant).ToString(),
    };

    /// <summary>The scenario made concrete, where it is a race.</summary>
    protected ScenarioInstance InstanceOf(Variant variant, AnonRace race, params IEnumerable<Behaviour> further) =>
        InstanceOf(variant, race, MachineOf(variant, cpus: 2, interruptible: 0, race.Memory.Name), race.World.FormatValue, further);

    /// <summary>The scenario made concrete.</summary>
    protected ScenarioInstance InstanceOf(
        Variant variant, AnonWorld world, Action<Cpu> khugepaged, string otherName, Action<Cpu> other, Func<IExecution, FailureNote?> property, IEnumerable<Witness> witnesses)
    {
        CheckedMachine machine = MachineOf(variant, cpus: 2, interruptible: 0, world.Memory.Name);
        return new ScenarioInstance
        {
            Program = ProgramOf(variant, machine, world.Memory.Initial, ("khugepaged", khugepaged), (otherName, other)),
            Model = ModelOf(variant),
            Machine = machine,
            Property = execution => property(execution) ?? ExecutionOutcome.FailureOf(world.CheckBalance(new ExecutionOutcome(execution))),
            FormatValue = world.FormatValue,
            Witnesses = [.. witnesses],
        };
    }

    /// <summary>As that, for a whole collapse.</summary>
    protected ScenarioInstance InstanceOf(
        Variant variant, AnonWorld world, string otherName, Action<Cpu> other, Func<IExecution, FailureNote?> property, IEnumerable<Witness> witnesses)
    {
        AnonCollapse collapse = CollapseOf(variant, world);
        return InstanceOf(variant, world, cpu => collapse.CollapseHugePage(cpu, 0, world.HugePfn), otherName, other, property, witnesses);
    }

    /// <summary>The world, with what the axis says of references.</summary>
    protected static AnonWorld WorldOf(Variant variant) => KhugepagedAxes.IsPinned(variant) ? new AnonWorld().Pin() : new AnonWorld();

    /// <summary>What must become of the collapse, by what the axis says of references.</summary>
    protected static Witness CollapseEnds(Variant variant) => KhugepagedAxes.IsPinned(variant) ? GivesUp : Collapses;

    /// <summary>Reached where khugepaged has a chance.</summary>
    protected static Witness Collapses { get; } = new("the collapse succeeds", static e => Saw(e, Collapser, Mm.Collapse.Khugepaged.Collapsed));

    /// <summary>Reached where the other one can come first.</summary>
    protected static Witness GivesUp { get; } = new("khugepaged gives up", static e => Saw(e, Collapser, Mm.Collapse.Khugepaged.GaveUp));

    /// <summary>A behaviour of the other.</summary>
    protected static Witness OtherSees(string name, string observed) => new(name, e => Saw(e, Other, observed));
}
