using Racewalk.Machine;
using Racewalk.Mm.Hvo.Arm64;
using Racewalk.Programs;
using Racewalk.Scenarios.Hvo;
using Racewalk.Scenarios.Translation;

namespace Racewalk.Scenarios.HvoArm64;

/// <summary>A live entry of the memmap gives way to another one by one of the strategies for arm64, while somebody else, in some context, accesses the struct pages.</summary>
internal sealed class UpdateScenario : TranslationScenario
{
    private const string Seen = "seen";
    /// <inheritdoc/>
    public override string Id => "hvo-arm64/update";

    /// <inheritdoc/>
    public override string Title => "Which strategy for HVO on arm64 is safe against which context, and who waits for whom?";

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes => UpdateAxes.All;

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Steps => UpdateStepTable.All;

    /// <inheritdoc/>
    public override IReadOnlyList<ExpectedVerdict> Expected { get; } = UpdateExpectations.All;

    /// <inheritdoc/>
    protected override IReadOnlyList<Axis> ArmAxes => [];

    /// <inheritdoc/>
    protected override bool Serves(Architecture architecture) => UpdateAxes.Arch.Values.Contains(architecture.Name, StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        if (UpdateAxes.Refusal(configuration) is { } reason)
        {
            throw new ScenarioException(reason);
        }

        HashSet<string> present = [.. UpdateStepTable.Present(configuration, architecture)];
        return base.PresentSteps(configuration, architecture).Where(present.Contains);
    }

    /// <inheritdoc/>
    protected override ScenarioInstance Build(Variant variant)
    {
        int cpus = variant[UpdateAxes.Cpus.Name] == "2" ? 2 : 1;
        bool isNmi = variant[UpdateAxes.Nmi.Name] == "yes";
        var world = new UpdateWorld(variant, cpus);
        var stop = new StopMachine(world.StopWords, cpus);
        RemotePause? pause = world.PauseOf(isNmi);
        VmemmapUpdate update = world.StrategyOf(pause, stop);
        string context = variant[UpdateAxes.Context.Name];
        string[] steps = [.. Steps.Select(static s => s.Name)];
        var machine = new CheckedMachine(variant.Architecture, cpus, steps, steps.Where(s => !variant.Keeps(s)))
        {
            LocationName = world.Memmap.Memory.Name,
            AddressSpaces = [world.Memmap.Space],
            Translation = new TranslationFeatures
            {
                BreakBeforeMakeLevels = Levels(variant[UpdateAxes.Bbm.Name]),
                Synchronization = variant[UpdateAxes.Ets.Name] == "2" ? 2 : 0,
            },
            PageFaultHandler = (cpu, fault) => update.HandleFault(cpu, fault) ? FaultResolution.Retry : FaultResolution.Unhandled,
            PreemptRt = variant[UpdateAxes.Rt.Name] == "yes",
            HasPseudoNmi = isNmi,
            HaltedCpu = variant[UpdateAxes.Vcpu.Name] switch { "writer-halts" => 0, "other-halts" => 1, _ => -1 },
            Interrupts = KindOf(context) is { } kind ? [new InterruptSource(kind.ToString().ToLowerInvariant(), kind, 1UL << (cpus - 1), cpu => Access(cpu, world, context))] : [],
            Functions = pause is not null ? [pause.Function] : [IpiFunction.DoNothing, IpiFunction.FlushTlbFunc],
            Interruptible = pause is not null || variant.Architecture.Flush == TlbFlush.Interrupt ? (context == "writer" ? 0b11UL : 0b10) : 0,
        };
        return new ScenarioInstance
        {
            Program = Program(variant, machine, world, UpdateThreads.Of(machine, context, update, stop, world, cpu => Access(cpu, world, context))),
            Model = ModelOf(variant),
            Machine = machine,
            Property = static _ => null,
            FormatValue = world.Memmap.FormatValue,
            Witnesses = [new("the update is made", static e => Saw(e, 0, UpdateThreads.Updated)), .. Witnesses(context, world, update)],
        };
    }

    private static void Access(Cpu cpu, UpdateWorld world, string context)
    {
        cpu.Step(UpdateSteps.Access);
        if (context == "store")
        {
            world.Memmap.Vmemmap.On(cpu).Store(world.StructPageAddress, 0);
            return;
        }

        Word flags = world.Memmap.Vmemmap.On(cpu).Load(world.StructPageAddress);
        cpu.Observe(Seen, flags);
        Flag isKnown = false;
        foreach (ulong value in world.Expected)
        {
            isKnown |= flags == value;
        }

        cpu.BugOn(!isKnown, "the struct page that is read is neither the old one nor the new one");
    }

    private CheckedProgram Program(
        Variant variant, CheckedMachine machine, UpdateWorld world, IReadOnlyList<(string Name, ThreadBody Body)> threads) => new()
        {
            Name = $"{Id} {variant.Configuration}",
            Threads = [.. threads.Select(static t => t.Body)],
            ThreadNames = [.. threads.Select(static t => t.Name)],
            Handlers = machine.Interruptible == 0 ? [] : machine.Handlers,
            Initial = world.Memmap.Memory.Initial,
            IsTranslated = true,
            TranslationSynchronization = machine.Translation.Synchronization,
            LocationName = machine.Name,
        };

    // Whoever accesses the struct page must be able to come before the update and after it; where the handler can wait, it must have waited.
    private static IEnumerable<Witness> Witnesses(string context, UpdateWorld world, VmemmapUpdate update)
    {
        int other = world.Cpus - 1;
        if (context == "writer")
        {
            yield return new("the second update is made", e => Saw(e, other, UpdateThreads.Updated));
        }

        if (context is "self" or "writer" or "lock-waiter" or "store")
        {
            yield break;
        }

        yield return new("the old struct page is read", e => e.TryGetObserved(other, Seen, out ulong value) && value == world.Expected[0]);
        yield return new("the new struct page is read", e => e.TryGetObserved(other, Seen, out ulong value) && value == world.Expected[1]);
        if (update is FaultHandlerUpdate && world.Cpus == 2)
        {
            yield return new("the fault handler waits", e => Saw(e, other, FaultHandlerUpdate.Waited));
        }
    }

    private static ContextKind? KindOf(string context) => context switch
    {
        "softirq" => ContextKind.Softirq,
        "hardirq" or "task-hardirq" => ContextKind.Hardirq,
        "nmi" => ContextKind.Nmi,
        _ => null,
    };

    private static IReadOnlyList<int> Levels(string bbm) => bbm switch
    {
        "1" => [1, 1],
        "2" => [2, 2],
        "mixed" => [2, 0],
        _ => [],
    };
}
