using System.Collections.Frozen;

namespace Racewalk.Hardware;

/// <summary>
/// Whether steps of a protocol can be left out, delayed and watched in this process. It is decided once, before the first step: then the compiler knows the answer, and where it
/// is no, steps cost nothing.
/// </summary>
public static class StepControl
{
    /// <summary>The name of the AppContext switch that asks for it.</summary>
    public const string Switch = "Racewalk.Hardware.StepControl";

    /// <summary>Whether it is on.</summary>
    public static readonly bool IsOn = AppContext.TryGetSwitch(Switch, out bool isOn) && isOn;

    /// <summary>Asks for it: before anything of this assembly has run on a CPU.</summary>
    /// <exception cref="InvalidOperationException">Too late: it is off for good.</exception>
    public static void TurnOn()
    {
        AppContext.SetSwitch(Switch, true);
        if (!IsOn)
        {
            throw new InvalidOperationException("steps have already been run without control in this process");
        }
    }
}

/// <summary>What happens at steps. Immutable.</summary>
/// <param name="dropped">Steps that are left out.</param>
/// <param name="delays">How long a step may be held up, at random, in nanoseconds at most.</param>
/// <param name="delay">The same for those not named.</param>
public sealed class StepRules(IEnumerable<string> dropped, IEnumerable<KeyValuePair<string, int>> delays, int delay = 0)
{
    private readonly FrozenSet<string> _dropped = dropped.ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenDictionary<string, int> _delays = delays.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Nothing is left out, nothing held up.</summary>
    public static StepRules None { get; } = new([], []);

    /// <summary>How long a step that has no delay of its own may be held up, in nanoseconds at most.</summary>
    public int Delay => delay;

    /// <summary>Whether a step is there.</summary>
    public bool Keeps(string step) => !_dropped.Contains(step);

    /// <summary>How long it may be held up, in nanoseconds at most.</summary>
    public int DelayOf(string step) => _delays.TryGetValue(step, out int most) ? most : delay;
}
