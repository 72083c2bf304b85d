using Racewalk.Litmus.Checking;

namespace Racewalk.Litmus.Conformance;

/// <summary>Compares a result with what is published.</summary>
public static class Agreement
{
    /// <summary>The flag that a model raises for a data race.</summary>
    public const string RaceFlag = "data-race";

    /// <summary>The flag that a model raises where a descriptor is changed without break-before-make.</summary>
    public const string BreakBeforeMakeFlag = "Warning-BBM-expected";

    /// <summary>What differs, in words; empty if nothing does.</summary>
    /// <remarks>
    /// A test that has a data race has no meaning, so for those only the race is compared: a model may stop at it, or not build what comes out of thin
    /// air through the racing accesses.
    /// </remarks>
    public static IReadOnlyList<string> Differences(ExpectedTest expected, LitmusResult result)
    {
        var differences = new List<string>();
        bool hasRace = result.Flags.Contains(RaceFlag, StringComparer.Ordinal);
        if (expected.HasRace is { } race && race != hasRace)
        {
            differences.Add(race ? "the published data race is not found" : "a data race is found where none is published");
        }

        if (expected.HasRace == true)
        {
            return differences;
        }

        if (expected.IsReachable is { } reachable && reachable != (result.Positive > 0))
        {
            differences.Add(reachable ? "no state satisfies the condition, some should" : "a state satisfies the condition, none should");
        }

        // Of no execution at all, as where every one deadlocks, the word is Never.
        if (expected.IsAlways is { } always && always != (result.Negative == 0 && result.Positive > 0))
        {
            differences.Add(always ? "a state does not satisfy the condition, all should" : "all states satisfy the condition, not all should");
        }

        bool needsBreak = result.Flags.Contains(BreakBeforeMakeFlag, StringComparer.Ordinal);
        if (expected.NeedsBreakBeforeMake is { } needs && needs != needsBreak)
        {
            differences.Add(needs ? "the published need of break-before-make is not found" : "break-before-make is asked for where none is published");
        }

        if (expected.States is { } states)
        {
            HashSet<string> found = [.. result.States.Select(static s => StateText.Normalise(s.Text))];
            differences.AddRange(found.Except(states).Order(StringComparer.Ordinal).Select(static s => $"state not published: {s}"));
            differences.AddRange(states.Except(found).Order(StringComparer.Ordinal).Select(static s => $"state not found: {s}"));
        }

        return differences;
    }
}
