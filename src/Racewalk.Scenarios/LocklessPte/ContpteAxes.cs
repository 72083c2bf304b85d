using Racewalk.Mm.Contpte;

namespace Racewalk.Scenarios.LocklessPte;

/// <summary>Axes that the contpte scenarios share.</summary>
internal static class ContpteAxes
{
    /// <summary>The architecture.</summary>
    internal static Axis Arch { get; } = new(
        CommonAxes.Arch.Name, ["arm64", "sc", "lkmm"], "arm64; the others stand in for a memory model: no other architecture of the kernel here has such sets");

    /// <summary>How the entry is read.</summary>
    internal static Axis Form { get; } = new(
        "form",
        ["whole", "early-exit", "norecency"],
        "how ptep_get_lockless reads a set: all of it (v6.12); until access flag and dirty state are both found (7.x); or the entry alone (posted in February 2024, not merged)");

    /// <summary>The form that a variant asks for.</summary>
    internal static LocklessForm FormOf(Variant variant) => variant[Form.Name] switch
    {
        "early-exit" => LocklessForm.EarlyExit,
        "norecency" => LocklessForm.NoRecency,
        _ => LocklessForm.Whole,
    };

    /// <summary>Steps that a form does not have.</summary>
    internal static IEnumerable<string> AbsentSteps(Configuration configuration) =>
        configuration.Values[Form.Name] == "norecency" ? [ContpteSteps.Gather, ContpteSteps.Validate] : [];
}
