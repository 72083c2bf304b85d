using System.Runtime.InteropServices;
using System.Text;
using Racewalk.Hardware;
using Racewalk.Reporting.Text;
using Racewalk.Trials;

namespace Racewalk.Cli;

/// <summary>What <c>racewalk run</c> has seen, for people.</summary>
internal static class NativeRunText
{
    /// <summary>The text.</summary>
    internal static string Write(NativeReport report)
    {
        var text = new StringBuilder();
        int copies = report.Trial.Result.Copies;
        Line($"{report.Scenario}  {report.Trial.Configuration}");
        Line(FormattableString.Invariant(
            $"{RuntimeInformation.ProcessArchitecture} with {Environment.ProcessorCount} processors, base pages of {BasePage.Size >> 10}K, {(copies == 1 ? "1 copy" : $"{copies} copies")}, TLB flush by {(report.FlushesByInterrupt ? "interrupt" : "broadcast")}, seed {report.Options.Seed}, steps held up for at most {report.Options.Delay} ns"));
        if (report.Control is { } control)
        {
            Line("");
            Line($"control: {control.Configuration}");
            Outcomes(control.Result);
        }

        Line("");
        Outcomes(report.Trial.Result);
        Line("");
        TrialResult result = report.Trial.Result;
        Line(result.Breaches > 0
            ? $"seen: forbidden outcomes in {result.Breaches} of {ValueText.Count(result.Rounds, "round")}"
            : $"not seen: any forbidden outcome, in {ValueText.Count(result.Rounds, "round")}");
        foreach (string doubt in report.Doubts)
        {
            Line($"inconclusive: {doubt}");
        }

        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');

        void Outcomes(TrialResult trial)
        {
            int width = trial.Outcomes.Select(static o => ValueText.Count(o.Count).Length).DefaultIfEmpty(0).Max();
            foreach (Outcome outcome in trial.Outcomes)
            {
                string mark = outcome.Breach is null ? "" : "  <- forbidden: " + outcome.Breach;
                Line($"{ValueText.Count(outcome.Count).PadLeft(width)} x  {outcome.Text}{mark}");
            }

            Line(FormattableString.Invariant($"{trial.Rounds} rounds in {trial.Elapsed.TotalSeconds:0.0} s"));
        }
    }
}
