using Racewalk.Litmus.Batches;
using Racewalk.Litmus.Checking;

namespace Racewalk.Reporting.Pipelines;

/// <summary>Litmus tests as SARIF results: each condition that does not hold as it is quantified, and what is open.</summary>
public static class LitmusSarif
{
    /// <summary>The results.</summary>
    /// <param name="outcomes">What came of each file.</param>
    public static IEnumerable<SarifResult> Of(IEnumerable<LitmusOutcome> outcomes) =>
        outcomes.Where(static o => o.Result is { Mistakes.Count: 0 } r && (r.Bounds.Count > 0 || !r.IsOk)).Select(static o => Of(o.Path, o.Result!));

    /// <summary>Files that could not be checked, and executions that do what they must not.</summary>
    /// <param name="outcomes">What came of each file.</param>
    public static IEnumerable<SarifNotice> Notices(IEnumerable<LitmusOutcome> outcomes) => outcomes
        .Where(static o => o.Result is null or { Mistakes.Count: > 0 })
        .Select(static o => new SarifNotice(o.Error ?? string.Join('\n', o.Result!.Mistakes), o.Path));

    private static SarifResult Of(string path, LitmusResult result)
    {
        bool isOpen = result.Bounds.Count > 0;
        return new SarifResult
        {
            Rule = isOpen ? SarifRules.Inconclusive : SarifRules.Condition,
            Message = isOpen ? $"{result.Name}: inconclusive: {string.Join("; ", result.Bounds)}" : LitmusText.Message(result),
            IsOpen = isOpen,
            Place = SarifPlace.Of(path, result.Question.Line),
            Flows = !isOpen && LitmusText.Counterexample(result) is { } picture ? Flows(path, picture) : [],
            Identity = $"{result.Name}\n{result.Question.Quantifier} {result.Question.Text}",
        };
    }

    // Initial writes are of no thread, and threads behind the test's own are the hardware.
    private static SarifFlow[] Flows(string path, LitmusPicture picture) =>
    [
        .. picture.Events.Where(static e => e.Thread >= 0).GroupBy(static e => e.Thread).OrderBy(static g => g.Key).Select(g => new SarifFlow(
            FormattableString.Invariant($"P{g.Key}"),
            g.Key < picture.Threads ? FormattableString.Invariant($"thread {g.Key}") : "hardware",
            [.. g.Select(e => new SarifStep(SarifPlace.Of(path, e.Line), $"{e.Name}: {e.Text}", 0, "important"))])),
    ];
}
