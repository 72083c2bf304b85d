using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Semantics;
using Racewalk.Reporting.Graphs;
using Racewalk.Reporting.Litmus;
using Racewalk.Reporting.Text;

namespace Racewalk.Reporting.Views;

/// <summary>The result of a litmus test as it is shown. Plain data, which can be sent elsewhere.</summary>
/// <param name="Name">The test's name.</param>
/// <param name="Architecture">The test's dialect.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Verdict">Ok, No, Inconclusive or Error.</param>
/// <param name="Headline">What the verdict says.</param>
/// <param name="Condition">The condition, behind how it is quantified.</param>
/// <param name="Facts">What else is to be said of the check.</param>
/// <param name="States">The final states.</param>
/// <param name="Shown">What the graph is of; empty if nothing is shown.</param>
/// <param name="FinalState">The final state of what is shown.</param>
/// <param name="ForbiddenBy">The check that forbids what is shown; null if it is allowed.</param>
/// <param name="Graph">The graph; null if there is none.</param>
public sealed record LitmusView(
    string Name, string Architecture, string Model, string Verdict, string Headline, string Condition, IReadOnlyList<string> Facts, IReadOnlyList<LitmusStateView> States,
    string Shown, string FinalState, string? ForbiddenBy, ExecutionGraph? Graph)
{
    /// <summary>Whether an execution satisfies the condition.</summary>
    public bool IsSatisfied => States.Any(static s => s.Satisfies);

    /// <summary>Whether there is no other final state than those here: no bound was reached and the test makes no mistakes.</summary>
    public bool IsExhaustive => Verdict is "Ok" or "No";

    /// <summary>The view of a result.</summary>
    /// <param name="program">The test.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="result">The result.</param>
    /// <param name="isExplained">Whether the model was asked why no execution satisfies the condition.</param>
    /// <param name="forbidden">The nearest candidate; null if no choice of values gives such a state at all.</param>
    public static LitmusView Of(LitmusProgram program, string model, LitmusResult result, bool isExplained, Forbidden? forbidden)
    {
        string word = LitmusVerdict.Of(result);
        string verdict = char.ToUpperInvariant(word[0]) + word[1..];
        (string shown, LitmusPicture? picture) = isExplained ? ("Why no execution satisfies it", forbidden?.Picture)
            : result.Picture is null ? ("", null)
            : (result.Picture == result.PositivePicture ? "An execution that satisfies the condition" : "An execution that does not satisfy the condition", result.Picture);
        return new LitmusView(
            result.Name, program.Architecture, model, verdict, Headlines(result), $"{HerdBlock.Kind(result.Question.Quantifier)}: {result.Question.Text}", [.. FactsOf(result)],
            [.. result.States.Select(static s => new LitmusStateView(s.Text, s.Satisfies, s.Executions))],
            shown, picture?.FinalState ?? "", forbidden?.Check,
            forbidden is not null ? LitmusGraph.Of(forbidden) : picture is null ? null : LitmusGraph.Of(picture));
    }

    private static string Headlines(LitmusResult result) => result switch
    {
        { Mistakes.Count: > 0 } => "executions do what they must not",
        { Bounds.Count: > 0 } => "a bound was reached",
        { HasExistentialRelations: true } => result.Observation.ToLowerInvariant(),
        { Positive: 0 } => "no execution satisfies the condition",
        { Negative: 0 } => "every execution satisfies the condition",
        _ => "some executions satisfy the condition, others do not",
    };

    private static IEnumerable<string> FactsOf(LitmusResult result)
    {
        string[] counts = result.HasExistentialRelations ? [] :
        [
            $"satisfied by {ValueText.Count(result.Positive, "execution")}, not by {ValueText.Count(result.Negative)}; of {ValueText.Count(result.Candidates, "candidate")} looked at",
        ];
        return [
            .. counts,
            .. result.Flags.Select(static f => "flag: " + f),
            .. result.Bounds.Select(static b => "bound reached: " + b),
            .. result.Mistakes.Select(static m => "mistake: " + m),
            .. result.Warnings.Select(static w => "warning: " + w),
            .. result.HasThinAir ? ["executions with values out of thin air, which the model's checks do not exclude, are left out"] : (string[])[],
        ];
    }
}

/// <summary>A final state.</summary>
/// <param name="Text">The state.</param>
/// <param name="Satisfies">Whether it satisfies the condition.</param>
/// <param name="Executions">How many executions end in it.</param>
public sealed record LitmusStateView(string Text, bool Satisfies, long Executions);
