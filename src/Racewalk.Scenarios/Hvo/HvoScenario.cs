using Racewalk.Machine;
using Racewalk.Mm.Hvo;
using Racewalk.Mm.Races;
using Racewalk.Programs;
using Racewalk.Scenarios.Translation;

namespace Racewalk.Scenarios.Hvo;

/// <summary>What scenarios of the memmap have in common: struct pages behind page tables that change, and a kernel that takes a fault on them for an oops.</summary>
internal abstract class HvoScenario : TranslationScenario
{
    /// <summary>Shown as 1: the kernel takes a fault on a struct page that nothing handles.</summary>
    protected const string Oops = MemmapWorld.Oops;

    /// <inheritdoc/>
    protected override IReadOnlyList<Axis> ArmAxes => [HvoAxes.BbmRule];

    /// <inheritdoc/>
    protected override IEnumerable<string> PresentSteps(Configuration configuration, Architecture architecture)
    {
        IEnumerable<string> present = base.PresentSteps(configuration, architecture);
        bool isArm64 = architecture.Flush == TlbFlush.BroadcastArm64;
        return present.Where(s => isArm64 || s is not (Cpu.FlushIsb or HvoSteps.SetPteDsb or HvoSteps.SetPteIsb));
    }

    /// <summary>The machine of a variant.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="world">The memmap.</param>
    /// <param name="cpus">How many CPUs.</param>
    /// <param name="interruptible">Those that others may interrupt, where flushes interrupt.</param>
    /// <param name="leftOut">Steps that the protocol's code has and the scenario does not list.</param>
    protected CheckedMachine MachineOf(Variant variant, MemmapWorld world, int cpus, ulong interruptible, params string[] leftOut)
    {
        var fault = new KernelFault(world.Vmemmap);
        return new(
            variant.Architecture,
            cpus,
            Steps.Select(static s => s.Name).Concat(leftOut),
            Steps.Select(static s => s.Name).Where(s => !variant.Keeps(s)).Concat(leftOut))
        {
            LocationName = world.Memory.Name,
            Interruptible = Steps.Any(s => CommonSteps.IsInterrupt(s.Name) && variant.Keeps(s.Name)) ? interruptible : 0,
            AddressSpaces = [world.Space],
            HasGracePeriods = variant.Keeps(HvoSteps.SynchronizeRcu),
            Translation = new TranslationFeatures { CompareExchange = PermissionOf(variant) },
            PageFaultHandler = (cpu, f) => Handle(cpu, f, fault),
        };
    }

    /// <summary>Whether break-before-make is judged.</summary>
    protected static bool IsJudged(Variant variant) => variant[HvoAxes.BbmRule.Name] == "judged";

    /// <summary>How an oops is reported.</summary>
    protected static FailureNote OopsOf(int cpu, string what) => new(ViolationKind.UnhandledFault, $"CPU {cpu} {what}: kernel oops");

    // The oops ends the access, not the task: a section that it happens in must end, or no grace period would be one.
    private static FaultResolution Handle(Cpu cpu, PageFault fault, KernelFault kernel)
    {
        if (kernel.IsSpurious(cpu, fault.Page, fault.IsStore))
        {
            return FaultResolution.Retry;
        }

        cpu.Observe(Oops, 1);
        return FaultResolution.Signal;
    }

    private static StorePermission PermissionOf(Variant variant)
    {
        bool isPair = variant.Architecture.Atomics == "llsc" || variant.Architecture.Flush == TlbFlush.BroadcastRadix;
        return variant.Configuration.Values.GetValueOrDefault(HvoAxes.Cas.Name) == "if-equal" ? StorePermission.IfEqual
            : isPair ? StorePermission.Pair
            : StorePermission.Always;
    }
}
