using System.Globalization;
using Racewalk.Litmus.Batches;
using Racewalk.Litmus.Checking;

namespace Racewalk.Reporting.Litmus;

/// <summary>Results of litmus tests, a line each.</summary>
public static class LitmusTable
{
    /// <summary>Writes the heading.</summary>
    public static void WriteHeading(TextWriter output) =>
        output.WriteLine(Row("test", "kind", "verdict", "observation", "states", "positive", "negative", "seconds", "flags"));

    /// <summary>Writes a result, or why there is none.</summary>
    /// <param name="output">Where.</param>
    /// <param name="outcome">What came of a file.</param>
    /// <param name="withStates">Whether to list the final states below; an asterisk marks those that satisfy the condition.</param>
    public static void Write(TextWriter output, LitmusOutcome outcome, bool withStates)
    {
        if (outcome.Result is not { } result)
        {
            output.WriteLine(Row(outcome.Program?.Name ?? outcome.Path, "", outcome.IsRefusal ? "refused" : "error", "", "", "", "", "", ""));
            return;
        }

        string verdict = LitmusVerdict.Of(result);
        output.WriteLine(Row(
            result.Name,
            HerdBlock.Kind(result.Question.Quantifier).ToLowerInvariant(),
            verdict,
            result.Observation.ToLowerInvariant(),
            Number(result.States.Count),
            result.HasExistentialRelations ? "" : Number(result.Positive),
            result.HasExistentialRelations ? "" : Number(result.Negative),
            outcome.Elapsed.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture),
            string.Join(", ", result.Flags.Concat(result.Bounds))));
        if (withStates)
        {
            foreach (LitmusState state in result.States)
            {
                output.WriteLine($"  {(state.Satisfies ? '*' : ' ')} {state.Text}");
            }
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Row(
        string test, string kind, string verdict, string observation, string states, string positive, string negative, string seconds, string flags) =>
        $"{test,-40}  {kind,-9}  {verdict,-12}  {observation,-11}  {states,6}  {positive,8}  {negative,8}  {seconds,7}  {flags}".TrimEnd();
}
