using Racewalk.Litmus.Batches;
using Racewalk.Reporting.Litmus;

namespace Racewalk.Reporting.Pipelines;

/// <summary>Litmus tests as test cases.</summary>
public static class LitmusCases
{
    /// <summary>A case for each outcome: failed where the condition does not hold as it is quantified, an error where that is not known.</summary>
    /// <param name="outcomes">What came of each file.</param>
    public static IEnumerable<JUnitCase> Of(IEnumerable<LitmusOutcome> outcomes) => outcomes.Select(Of);

    /// <summary>The case of a test that nobody came to check.</summary>
    /// <param name="path">Its file.</param>
    public static JUnitCase NotChecked(string path) => new(path, path, TimeSpan.Zero, CaseState.Skipped, "", "not checked: the check was ended early");

    private static JUnitCase Of(LitmusOutcome outcome)
    {
        var passed = new JUnitCase(outcome.Path, outcome.Result?.Name ?? outcome.Program?.Name ?? outcome.Path, outcome.Elapsed, CaseState.Passed);
        JUnitCase Not(CaseState state, string kind, string message) => passed with { State = state, Kind = kind, Message = message, Text = Text(outcome) };
        return outcome.Result switch
        {
            null => Not(CaseState.Errored, outcome.IsRefusal ? "refused" : "error", outcome.Error!.Split('\n')[0]),
            { Mistakes.Count: > 0 } result => Not(CaseState.Errored, "error", result.Mistakes[0]),
            { Bounds.Count: > 0 } result => Not(CaseState.Errored, "inconclusive", "inconclusive: " + string.Join("; ", result.Bounds)),
            { IsOk: false } result => Not(CaseState.Failed, "no", LitmusText.Message(result)),
            _ => passed,
        };
    }

    private static string Text(LitmusOutcome outcome)
    {
        if (outcome.Result is not { } result)
        {
            return "\n" + outcome.Error + "\n";
        }

        // The time is an attribute already.
        using var text = new StringWriter { NewLine = "\n" };
        text.WriteLine();
        HerdBlock.Write(text, result, null, outcome.Elapsed);
        return string.Join('\n', text.ToString().Split('\n').Where(l => !l.StartsWith($"Time {result.Name} ", StringComparison.Ordinal)));
    }
}
