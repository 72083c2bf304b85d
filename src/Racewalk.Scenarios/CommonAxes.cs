using Racewalk.Machine;

namespace Racewalk.Scenarios;

/// <summary>Axes that several scenarios have.</summary>
internal static class CommonAxes
{
    /// <summary>The architecture. The default is the one whose flush waits for nobody and whose memory model is weakest.</summary>
    internal static Axis Arch { get; } = new(
        "arch",
        ["arm64", "x86-64", "x86-64-pv", "ppc64-radix", "ppc64-hash", "lkmm", "sc"],
        "the architecture: its instructions, its memory model, and for whom its TLB flush waits");

    /// <summary>arm64's atomic instructions.</summary>
    internal static Axis Atomics { get; } = new(
        "atomics", ["lse", "llsc"], "arm64 only: atomics in one instruction, or load-exclusive and store-exclusive");

    /// <summary>Kernel eras.</summary>
    internal static Axis Era { get; } = new(
        "era",
        ["E2", "E1", "E0"],
        "E0: before September 2022. E1: 70cbc3cc78a9 rechecks the PMD, bedf03416913 drops ppc64-radix's interrupt. "
            + "E2: since November 2022, 2ba99c5e0881 interrupts all CPUs after the flush");

    /// <summary>How the reference is ordered.</summary>
    internal static Axis Refcount { get; } = new(
        "refcount", ["full", "acquire", "relaxed", "relaxed-rmb"], "how GUP-fast's reference is ordered; the kernel's is fully ordered");

    /// <summary>How entries are cleared.</summary>
    internal static Axis Clear { get; } = new(
        "clear", ["arch", "xchg", "xchg-relaxed", "plain"], "how the entry is cleared: as the architecture does it, or otherwise");

    /// <summary>The architecture that a complete configuration asks for.</summary>
    /// <exception cref="ScenarioException">There is none with these atomics.</exception>
    internal static Architecture ArchitectureOf(Configuration configuration)
    {
        string name = configuration.Values[Arch.Name];
        string atomics = configuration.Values.TryGetValue(Atomics.Name, out string? chosen) ? chosen : "lse";
        if (name != "arm64" && atomics != "lse")
        {
            throw new ScenarioException($"axis atomics is arm64's: {name} has no choice");
        }

        return Architecture.Find(name, atomics)!;
    }
}
