using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Races;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Vmas;

/// <summary>What scenarios of private anonymous memory with all its locks have in common. No access is translated, so no flush interrupts anybody.</summary>
internal abstract class AnonScenario : ScenarioBase
{
    /// <inheritdoc/>
    protected sealed override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        HashSet<string> absent = [.. CommonSteps.AbsentFlushSteps(architecture), .. AbsentSteps(configuration)];
        return Steps.Select(static s => s.Name).Where(s => !absent.Contains(s));
    }

    /// <summary>Names of the listed steps that a configuration does not have.</summary>
    /// <exception cref="ScenarioException">The configuration makes no sense.</exception>
    protected virtual IEnumerable<string> AbsentSteps(Configuration configuration) => [];

    /// <summary>The scenario made concrete.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="memory">The memory.</param>
    /// <param name="entries">The addresses of page-table entries.</param>
    /// <param name="property">What is broken in a complete execution, or null.</param>
    /// <param name="witnesses">What must be reachable.</param>
    /// <param name="tasks">One for each CPU.</param>
    protected ScenarioInstance InstanceOf(
        Variant variant,
        PhysicalMemory memory,
        IReadOnlySet<ulong> entries,
        Func<IExecution, FailureNote?> property,
        IEnumerable<Witness> witnesses,
        params (string Name, Action<Cpu> Body)[] tasks)
    {
        CheckedMachine machine = MachineOf(variant, tasks.Length, interruptible: 0, memory.Name);
        return new ScenarioInstance
        {
            Program = ProgramOf(variant, machine, memory.Initial, tasks),
            Model = ModelOf(variant),
            Machine = machine,
            Property = property,
            FormatValue = (address, value) => AnonText.Format(memory, entries, address, value),
            Witnesses = [.. witnesses],
        };
    }

    /// <summary>The scenario made concrete, where it is a race.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="race">The race.</param>
    /// <param name="entries">The addresses of page-table entries.</param>
    /// <param name="further">Behaviours that this variant must have besides the race's own.</param>
    protected ScenarioInstance InstanceOf(Variant variant, Race race, IReadOnlySet<ulong> entries, params IEnumerable<Behaviour> further) => InstanceOf(
        variant,
        race,
        MachineOf(variant, race.Actors.Count, interruptible: 0, race.Memory.Name),
        (address, value) => AnonText.Format(race.Memory, entries, address, value),
        further);

    /// <summary>A behaviour of a thread.</summary>
    protected static Witness Sees(string name, int thread, string observed) => new(name, e => Saw(e, thread, observed));
}
