using System.Globalization;

namespace Racewalk.Trials;

/// <summary>What is to be run.</summary>
/// <param name="Scenario">The scenario's id.</param>
/// <param name="Choices">What its kernel does, by name.</param>
/// <param name="Absent">The steps that are left out.</param>
/// <param name="FlushesByInterrupt">Whether a TLB flush interrupts the other CPUs; otherwise it is broadcast.</param>
public sealed record TrialPlan(string Scenario, IReadOnlyDictionary<string, string> Choices, IReadOnlyList<string> Absent, bool FlushesByInterrupt)
{
    /// <summary>A choice of an enumeration.</summary>
    /// <exception cref="TrialException">There is none, or none of that enumeration.</exception>
    internal T Choice<T>(string name)
        where T : struct, Enum =>
        Enum.TryParse(Text(name), out T choice) ? choice : throw new TrialException($"{Scenario}: {name}={Text(name)} is no {typeof(T).Name}");

    /// <summary>A choice of yes or no.</summary>
    /// <exception cref="TrialException">There is none.</exception>
    internal bool IsYes(string name) => Text(name) == "yes";

    /// <summary>A number.</summary>
    /// <exception cref="TrialException">There is none.</exception>
    internal int Number(string name) => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        ? number
        : throw new TrialException($"{Scenario}: {name}={Text(name)} is no number");

    private string Text(string name) => Choices.TryGetValue(name, out string? value) ? value : throw new TrialException($"{Scenario}: no choice of {name}");
}

/// <summary>How it is to be run.</summary>
public sealed record TrialOptions
{
    /// <summary>How long at most.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many rounds at most.</summary>
    public long Rounds { get; init; } = long.MaxValue;

    /// <summary>Stop when forbidden outcomes have been seen so often.</summary>
    public long Breaches { get; init; } = long.MaxValue;

    /// <summary>How many processors are used: as many copies of the race run as find room. Null for all that there are; one copy runs in any case.</summary>
    public int? Cpus { get; init; }

    /// <summary>Where the random delays start from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How long steps may be held up at most, in nanoseconds, by step.</summary>
    public IReadOnlyDictionary<string, int> Delays { get; init; } = new Dictionary<string, int>();

    /// <summary>How long a step that <see cref="Delays"/> does not name may be held up at most, in nanoseconds.</summary>
    public int Delay { get; init; } = 1000;

    /// <summary>How often actors may start late at most, in nanoseconds.</summary>
    public int Skew { get; init; } = 1000;
}
