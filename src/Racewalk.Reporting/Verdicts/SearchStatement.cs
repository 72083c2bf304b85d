using System.Globalization;
using Racewalk.Exploration;
using Racewalk.Reporting.Text;

namespace Racewalk.Reporting.Verdicts;

/// <summary>Says what a search has done that does not visit every execution, and what it means if nothing broke.</summary>
public static class SearchStatement
{
    /// <summary>The lines.</summary>
    /// <param name="summary">What the search has done.</param>
    /// <param name="isClean">Whether nothing broke.</param>
    public static IEnumerable<string> Lines(SearchSummary summary, bool isClean)
    {
        yield return "search: " + Describe(summary);
        if (summary is WalkSummary { StaysInGracePeriods: > 0 and var stays })
        {
            yield return $"search: {ValueText.Count(stays, "walk")} more let grace periods not end, which can be a deadlock";
        }

        if (isClean)
        {
            yield return Meaning(summary);
        }

        if (summary is RandomSummary { MissesLoadBuffering: true })
        {
            yield return "never built: executions with a cycle in program order and reads-from (load buffering)";
        }
    }

    private static string Describe(SearchSummary summary) => summary switch
    {
        RandomSummary random => $"random, seed {Number(random.Seed)}: {Walks(random)}",
        PctSummary pct => $"PCT, seed {Number(pct.Seed)}: {Walks(pct)}; n = {Number(pct.Threads)} threads, k = {Number(pct.Steps)} steps, d = {Number(pct.Depth)}",
        ContextBoundedSummary bounded => bounded.IsWhole
            ? $"context-bounded: every execution with at most {ValueText.Count(bounded.Preemptions, "preemption")}"
            : $"context-bounded: some of the executions with at most {ValueText.Count(bounded.Preemptions, "preemption")}",
        _ => throw new ArgumentOutOfRangeException(nameof(summary)),
    };

    private static string Walks(WalkSummary walks)
    {
        string none = walks.Visited < walks.Runs ? $", {ValueText.Count(walks.Runs - walks.Visited)} ended in none" : "";
        return $"{ValueText.Count(walks.Runs, "walk")} built {ValueText.Count(walks.Different, "different execution")}, {ValueText.Count(walks.SeenOnce)} of them once{none}";
    }

    private static string Meaning(SearchSummary summary) => summary switch
    {
        RandomSummary random => $"means: with 95 % confidence, one walk more breaks a property with a probability below {Percent(random.ViolationBelow, up: true)}; "
            + $"it builds an execution not seen so far with one of about {Percent(random.Unseen, up: true)}, by Good and Turing's estimate",
        PctSummary { NoBound: { } why } => "means: no bound holds, because " + why,
        PctSummary pct => $"means: a bug of depth {Number(pct.Depth)} would have shown with a probability of at least {Percent(pct.Probability, up: false)}, "
            + $"if no execution has more than {Number(pct.Steps)} steps; {ValueText.Count(pct.BoundRuns)} of the walks count",
        ContextBoundedSummary { IsWhole: true } bounded => $"means: what breaks a property needs more than {ValueText.Count(bounded.Preemptions, "preemption")}",
        _ => "means: the search was ended early, and says nothing about what it did not visit",
    };

    private static string Number(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    // Two digits that count, rounded so that the statement stays true; 0 and 1 only where they are exact.
    private static string Percent(double probability, bool up)
    {
        double left = up ? probability : 1 - probability;
        if (left is <= 0 or >= 1)
        {
            return probability >= 1 ? "100 %" : "0 %";
        }

        double unit = Math.Pow(10, Math.Floor(Math.Log10(left * 100)) - 1);
        double rounded = Math.Ceiling(left * 100 / unit - 1e-9) * unit;
        return Math.Max(0, up ? rounded : 100 - rounded).ToString("0.##########", CultureInfo.InvariantCulture) + " %";
    }
}
