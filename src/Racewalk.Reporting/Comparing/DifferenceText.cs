using Racewalk.Reporting.Text;

namespace Racewalk.Reporting.Comparing;

/// <summary>A difference for people: a line each, the worst first, and a summary.</summary>
public static class DifferenceText
{
    /// <summary>Writes the lines.</summary>
    /// <param name="output">Where.</param>
    /// <param name="difference">What differs.</param>
    public static void Write(TextWriter output, ResultDifference difference)
    {
        List<(string What, string How, Subject Subject)> lines =
        [
            .. difference.Changes.Select(static c => (c.IsWorse ? "worse" : "changed", $"{c.Old} -> {c.New}", c.Subject)),
            .. difference.Appeared.Select(static r => ("appeared", r.Verdict, r.Subject)),
            .. difference.Vanished.Select(static r => ("vanished", r.Verdict, r.Subject)),
            .. difference.Counts.Select(static c => ("count", $"{c.Name} {ValueText.Count(c.Old)} -> {ValueText.Count(c.New)}", c.Subject)),
        ];
        int what = lines.Select(static l => l.What.Length).DefaultIfEmpty().Max();
        int how = lines.Select(static l => l.How.Length).DefaultIfEmpty().Max();
        foreach ((string kind, string change, Subject subject) in lines)
        {
            output.WriteLine(Shown($"{kind.PadRight(what)}  {change.PadRight(how)}  {subject}").TrimEnd());
        }

        if (lines.Count > 0)
        {
            output.WriteLine();
        }

        int worse = difference.Worse;
        output.WriteLine(
            $"{ValueText.Count(difference.Both, "result")} in both: {ValueText.Count(worse, "verdict")} changed for the worse, {ValueText.Count(difference.Changes.Count - worse)} otherwise; "
            + $"{ValueText.Count(difference.Appeared.Count)} appeared, {ValueText.Count(difference.Vanished.Count)} vanished; {ValueText.Count(difference.Counts.Count, "count")} changed");
    }

    /// <summary>Text for a terminal. Names are a file's, which may be anybody's, and a terminal would act on control characters.</summary>
    internal static string Shown(string line) => string.Create(line.Length, line, static (span, text) =>
    {
        for (int i = 0; i < span.Length; i++)
        {
            span[i] = char.IsControl(text[i]) ? '\uFFFD' : text[i];
        }
    });
}
