using Racewalk.Machine;

namespace Racewalk.Scenarios;

/// <summary>What a run on real processors must know of a configuration: the race has the scenario's id, its actors are the same source.</summary>
/// <param name="Choices">What the kernel of the configuration does, by name: names of the memory manager's own enumerations, and numbers.</param>
/// <param name="Absent">The steps that are not there.</param>
/// <param name="FlushesByInterrupt">Whether a TLB flush interrupts the other CPUs; otherwise it is broadcast.</param>
/// <param name="Control">A configuration that is known to break, which a run must see break before it may claim that another does not; null if none is.</param>
public sealed record NativePlan(IReadOnlyDictionary<string, string> Choices, IReadOnlyList<string> Absent, bool FlushesByInterrupt, Configuration? Control)
{
    /// <summary>Whether the flush of an architecture interrupts.</summary>
    /// <exception cref="ScenarioException">The native machine has no such flush.</exception>
    internal static bool IsInterrupt(Architecture architecture) => architecture.Flush switch
    {
        TlbFlush.Interrupt => true,
        TlbFlush.BroadcastArm64 => false,
        _ => throw new ScenarioException($"arch={architecture.Name} cannot be run: the native machine flushes like x86-64 or like arm64"),
    };
}
