using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Reporting.Pipelines;

/// <summary>What is to be said of a litmus test whose condition does not hold.</summary>
internal static class LitmusText
{
    /// <summary>The property that is broken, in a line.</summary>
    public static string Message(LitmusResult result) => result.Question.Quantifier switch
    {
        Quantifier.NotExists => $"{result.Name}: an execution satisfies what must not be: {result.Question.Text}",
        Quantifier.ForAll => $"{result.Name}: an execution does not satisfy what must always be: {result.Question.Text}",
        _ => $"{result.Name}: no execution satisfies {result.Question.Text}",
    };

    /// <summary>An execution that breaks the property; null if there is none to show.</summary>
    public static LitmusPicture? Counterexample(LitmusResult result) => result.Question.Quantifier switch
    {
        Quantifier.NotExists => result.PositivePicture,
        Quantifier.ForAll => result.NegativePicture,
        _ => null,
    };
}
