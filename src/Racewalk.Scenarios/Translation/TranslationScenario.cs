using Racewalk.Machine;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Hashing;

namespace Racewalk.Scenarios.Translation;

/// <summary>What scenarios with accesses through virtual addresses have in common.</summary>
internal abstract class TranslationScenario : ScenarioBase
{
    /// <summary>What user code stores.</summary>
    protected const ulong NewData = 0x5709e;

    /// <summary>All CPUs but the first, as a mask.</summary>
    private const ulong Others = ~1UL;

    /// <summary>Who manages the access flag and the dirty state.</summary>
    protected static Axis Hafdbs { get; } = new(
        "hafdbs", ["hardware", "software"], "FEAT_HAFDBS: the hardware sets the access flag and the dirty state, or the fault handler does");

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        if (!Serves(architecture))
        {
            IEnumerable<string> others = Architecture.All.Where(Serves).Select(static a => a.Name).Distinct();
            throw new ScenarioException($"accesses through virtual addresses are not modelled on {architecture.Name} here: only on {string.Join(", ", others)}");
        }

        if (configuration.Model is { } model && model != architecture.DefaultModel)
        {
            throw new ScenarioException($"{model} has no address translation of {architecture.Name}: only {architecture.DefaultModel} has");
        }

        bool isArm64 = architecture.Flush == TlbFlush.BroadcastArm64;
        if (IsArm64Only && !isArm64)
        {
            throw new ScenarioException($"{Id} is arm64's: {architecture.Name} has no such rule");
        }

        Axis? foreign = ArmAxes.FirstOrDefault(a => !isArm64 && configuration.Values.TryGetValue(a.Name, out string? value) && value != a.Values[0]);
        if (foreign is not null)
        {
            throw new ScenarioException($"axis {foreign.Name} is arm64's: {architecture.Name} has no choice");
        }

        HashSet<string> absent = [.. AbsentSteps(configuration), .. CommonSteps.AbsentTranslatedFlushSteps(architecture)];
        if (!isArm64)
        {
            // Elsewhere the hardware sets access and dirty flags.
            absent.Add(FlagsStep.Name);
        }

        return Steps.Select(static s => s.Name).Where(s => !absent.Contains(s));
    }

    /// <summary>Whether the scenario is about an architecture: by default those that walk page tables.</summary>
    protected virtual bool Serves(Architecture architecture) => architecture.HasTranslation && architecture.Flush != TlbFlush.HashTable;

    /// <summary>Whether the scenario is about something that arm64 alone has.</summary>
    protected virtual bool IsArm64Only => false;

    /// <summary>Axes that arm64 alone has.</summary>
    protected virtual IReadOnlyList<Axis> ArmAxes => [Hafdbs];

    /// <summary>Names of the listed steps that a configuration does not have.</summary>
    protected virtual IReadOnlySet<string> AbsentSteps(Configuration configuration) => new HashSet<string>();

    /// <summary>The machine of a variant: two CPUs that walk the world's tables. The first flushes.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="world">The tables.</param>
    /// <param name="features">What the CPUs can do.</param>
    /// <param name="handler">The page fault handler; null for none.</param>
    /// <param name="leftOut">Steps that the protocol's code has and the scenario does not list.</param>
    protected CheckedMachine MachineOf(
        Variant variant, TranslationWorld world, TranslationFeatures features, Func<Cpu, PageFault, FaultResolution>? handler, params string[] leftOut) =>
        new(
            variant.Architecture,
            2,
            Steps.Select(static s => s.Name).Concat(leftOut),
            Steps.Select(static s => s.Name).Where(s => !variant.Keeps(s)).Concat(leftOut))
        {
            LocationName = world.Memory.Name,
            Interruptible = Steps.Any(s => CommonSteps.IsInterrupt(s.Name) && variant.Keeps(s.Name)) ? Others : 0,
            AddressSpaces = [world.Space],
            Translation = features,
            PageFaultHandler = handler,
        };

    /// <summary>User code: one store to the first page, and whether it was made.</summary>
    protected static Action<Cpu> Store(TranslationWorld world, string observed) =>
        cpu => cpu.Observe(observed, cpu.InUserMode(world.Space).Store(world.Address(), NewData) ? 1 : 0);

    /// <summary>The kernel's handler for the world's addresses.</summary>
    protected static Func<Cpu, PageFault, FaultResolution> HandlerOf(TranslationWorld world)
    {
        var fault = new UserFault(world.Mm);
        HashPage? hashPage = world.Mm.Hash is { } table ? new HashPage(world.Mm, table) : null;
        return (cpu, f) => hashPage?.Handle(cpu, 0, f.Page, f.IsStore) == HashPageOutcome.Retry ? FaultResolution.Retry
            : fault.Handle(cpu, 0, f.Page, f.IsStore) == UserFaultOutcome.Retry ? FaultResolution.Retry : FaultResolution.Signal;
    }

    /// <summary>What the axis asks for.</summary>
    protected static TranslationFeatures FeaturesOf(Variant variant) => variant[Hafdbs.Name] == "hardware"
        ? new TranslationFeatures { HardwareAccessFlag = true, HardwareDirty = true }
        : new TranslationFeatures();

    /// <summary>The step of the handler that every scenario with one has.</summary>
    protected static Step FaultStep { get; } = new(UserFault.Recheck, "user", "handle_pte_fault", "v6.12", "mm/memory.c", false);

    /// <summary>The step that only handlers with something to set have.</summary>
    protected static Step FlagsStep { get; } = new(UserFault.SetFlags, "user", "__ptep_set_access_flags", "v6.12", "arch/arm64/mm/fault.c", false);
}
