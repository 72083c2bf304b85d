using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Races;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Scenarios;

/// <summary>What scenarios of the catalogue have in common: they run on an architecture, and their configurations keep or drop named steps.</summary>
internal abstract class ScenarioBase : Scenario
{
    /// <inheritdoc/>
    public sealed override string Documentation => ScenarioText.Load(Id.Replace('/', '.'));

    /// <inheritdoc/>
    public sealed override ScenarioInstance Build(Configuration configuration) => Build(VariantOf(configuration));

    /// <inheritdoc/>
    public sealed override NativePlan? PlanNatively(Configuration configuration)
    {
        Variant variant = VariantOf(configuration);
        return ChooseNatively(variant) is { } choices
            ? new NativePlan(
                choices, [.. Steps.Select(static s => s.Name).Where(s => !variant.Keeps(s)), .. LeftOut], NativePlan.IsInterrupt(variant.Architecture), NativeControl)
            : null;
    }

    /// <summary>Steps that the protocol's code has and the scenario does not: none of its configurations has them.</summary>
    protected virtual IReadOnlyList<string> LeftOut => [];

    /// <summary>A configuration that breaks, for runs on real processors.</summary>
    protected virtual Configuration? NativeControl => null;

    /// <summary>What a run on real processors must know of a variant; null if there is no such run.</summary>
    protected virtual IReadOnlyDictionary<string, string>? ChooseNatively(Variant variant) => null;

    private Variant VariantOf(Configuration configuration)
    {
        Configuration complete = ScenarioChecker.Complete(this, configuration);
        Architecture architecture = CommonAxes.ArchitectureOf(complete);
        var variant = new Variant(complete, architecture, PresentSteps(complete, architecture).ToHashSet(StringComparer.Ordinal));
        foreach (string dropped in complete.Dropped)
        {
            if (!variant.Present.Contains(dropped))
            {
                throw new ScenarioException($"step {dropped} is not in {Id} {complete} anyway");
            }
        }

        return variant;
    }

    /// <summary>Names of the steps that a variant has, before any is dropped.</summary>
    /// <exception cref="ScenarioException">The configuration makes no sense.</exception>
    protected abstract IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture);

    /// <summary>Builds the program.</summary>
    protected abstract ScenarioInstance Build(Variant variant);

    /// <summary>The machine that a variant runs on: one CPU per actor.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="cpus">How many CPUs.</param>
    /// <param name="interruptible">Those that others may interrupt, if the variant interrupts anybody at all.</param>
    /// <param name="locationName">What locations are called.</param>
    /// <param name="rcuHeads">What the actors give to call_rcu; null if they wait for no grace period at all.</param>
    protected CheckedMachine MachineOf(
        Variant variant, int cpus, ulong interruptible, Func<ulong, string> locationName, IReadOnlyList<RcuHead>? rcuHeads = null) =>
        new(
            variant.Architecture,
            cpus,
            [.. Steps.Select(static s => s.Name), .. LeftOut],
            [.. Steps.Select(static s => s.Name).Where(s => !variant.Keeps(s)), .. LeftOut])
        {
            Interruptible = Steps.Any(s => CommonSteps.IsInterrupt(s.Name) && variant.Keeps(s.Name)) ? interruptible : 0,
            LocationName = locationName,
            HasGracePeriods = rcuHeads is not null,
            RcuHeads = rcuHeads ?? [],
        };

    /// <summary>The program of some tasks, one per CPU.</summary>
    protected CheckedProgram ProgramOf(
        Variant variant, CheckedMachine machine, IReadOnlyDictionary<ulong, ulong> initial, params (string Name, Action<Cpu> Body)[] tasks) => new()
        {
            Name = $"{Id} {variant.Configuration}",
            Threads = [.. tasks.Select(t => machine.Task(t.Body)), .. machine.RcuThreads],
            ThreadNames = [.. tasks.Select(t => t.Name), .. machine.RcuHeads.Select(static h => $"RCU callback of {h.Name}")],
            Handlers = machine.Interruptible == 0 && machine.RcuHeads.Count == 0 ? [] : machine.Handlers,
            Initial = initial,
            IsTranslated = machine.AddressSpaces.Count > 0,
            TranslationSynchronization = machine.Translation.Synchronization,
            LocationName = machine.Name,
        };

    /// <summary>The scenario made concrete, where it is a race.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="race">The race.</param>
    /// <param name="machine">The machine that it runs on.</param>
    /// <param name="formatValue">What a value means at an address.</param>
    /// <param name="further">Behaviours that this variant must have besides the race's own.</param>
    protected ScenarioInstance InstanceOf(
        Variant variant, Race race, CheckedMachine machine, Func<ulong, ulong, string?> formatValue, params IEnumerable<Behaviour> further) =>
        InstanceOf(variant, race, machine, formatValue, judgesBreakBeforeMake: true, further);

    /// <summary>As that, where break-before-make may be left unjudged.</summary>
    protected ScenarioInstance InstanceOf(
        Variant variant, Race race, CheckedMachine machine, Func<ulong, ulong, string?> formatValue, bool judgesBreakBeforeMake, IEnumerable<Behaviour> further) => new()
        {
            Program = ProgramOf(variant, machine, race.Memory.Initial, [.. race.Actors.Select(static a => (a.Name, a.Body))]),
            Model = ModelOf(variant),
            Machine = machine,
            JudgesBreakBeforeMake = judgesBreakBeforeMake,
            Property = ExecutionOutcome.PropertyOf(race),
            FormatValue = formatValue,
            Witnesses = [.. race.Behaviours.Concat(further).Select(ExecutionOutcome.WitnessOf)],
        };

    /// <summary>The model that a variant is explored under.</summary>
    protected static MemoryModel ModelOf(Variant variant) =>
        ModelNames.Find(variant.Configuration.Model ?? variant.Architecture.DefaultModel)!;

    /// <summary>Whether a thread observed 1 under a name.</summary>
    protected static bool Saw(IExecution execution, int thread, string name) =>
        execution.TryGetObserved(thread, name, out ulong value) && value == 1;
}

/// <summary>A configuration with what follows from it.</summary>
/// <param name="Configuration">The configuration, every axis named.</param>
/// <param name="Architecture">Its architecture.</param>
/// <param name="Present">Names of the steps that it has, before any is dropped.</param>
internal sealed record Variant(Configuration Configuration, Architecture Architecture, IReadOnlySet<string> Present)
{
    /// <summary>The value of an axis.</summary>
    internal string this[string axis] => Configuration.Values[axis];

    /// <summary>Whether a step is there.</summary>
    internal bool Keeps(string step) => Present.Contains(step) && !Configuration.Drops(step);
}
