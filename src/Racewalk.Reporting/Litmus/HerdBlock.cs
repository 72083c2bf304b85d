using System.Globalization;
using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Reporting.Litmus;

/// <summary>The result of a litmus test in the form that herd7 prints and its companions (mcompare7) read.</summary>
public static class HerdBlock
{
    /// <summary>Writes a result and an empty line.</summary>
    /// <param name="output">Where.</param>
    /// <param name="result">What.</param>
    /// <param name="hash">The test's hash, if its file has one.</param>
    /// <param name="time">How long the check took.</param>
    public static void Write(TextWriter output, LitmusResult result, string? hash, TimeSpan time)
    {
        output.WriteLine($"Test {result.Name} {Kind(result.Question.Quantifier)}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"States {result.States.Count}"));
        foreach (LitmusState state in result.States)
        {
            output.WriteLine(state.Text);
        }

        foreach (string bound in result.Bounds)
        {
            // herd7's word for a result that a bound cut short.
            output.WriteLine("Loop " + bound);
        }

        output.WriteLine(result.IsOk ? "Ok" : "No");
        if (!result.HasExistentialRelations)
        {
            // Here herd7 counts what validates the condition as it is quantified; in the observation, what satisfies its proposition.
            (long positive, long negative) = result.Question.Quantifier == Quantifier.NotExists
                ? (result.Negative, result.Positive)
                : (result.Positive, result.Negative);
            output.WriteLine("Witnesses");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Positive: {positive} Negative: {negative}"));
        }

        foreach (string flag in result.Flags)
        {
            output.WriteLine("Flag " + flag);
        }

        if (result.Question.Text.Length > 0)
        {
            output.WriteLine($"Condition {Words(result.Question.Quantifier)} {result.Question.Text}");
        }

        string counts = result.HasExistentialRelations
            ? "" : string.Create(CultureInfo.InvariantCulture, $" {result.Positive} {result.Negative}");
        output.WriteLine($"Observation {result.Name} {result.Observation}{counts}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Time {result.Name} {time.TotalSeconds:0.00}"));
        if (hash is not null)
        {
            output.WriteLine("Hash=" + hash);
        }

        output.WriteLine();
    }

    private static string Words(Quantifier quantifier) => quantifier switch
    {
        Quantifier.NotExists => "~exists",
        Quantifier.ForAll => "forall",
        _ => "exists",
    };

    /// <summary>The word for how a condition is quantified.</summary>
    public static string Kind(Quantifier quantifier) => quantifier switch
    {
        Quantifier.NotExists => "Forbidden",
        Quantifier.ForAll => "Required",
        _ => "Allowed",
    };
}
