using System.Runtime.InteropServices;
using System.Text;
using Racewalk.Hardware;
using Racewalk.Reporting.Text;
using Racewalk.Trials.Stress;
using Racewalk.Trials.Worlds;

namespace Racewalk.Cli;

/// <summary>What <c>racewalk stress</c> has done and found, to be read.</summary>
internal static class StressText
{
    /// <summary>The text.</summary>
    internal static string Write(StressReport report)
    {
        var text = new StringBuilder();
        StressOptions options = report.Options;
        StressResult result = report.Result;
        string flush = options.Flush == FlushKind.Interrupt ? "interrupt" : "broadcast";
        Line(text, $"{RuntimeInformation.ProcessArchitecture} with {ValueText.Count(Environment.ProcessorCount, "processor")}, {ValueText.Count(options.Cpus, "CPU")}, base pages of {BasePage.Size >> 10}K, TLB flush by {flush}, seed {options.Seed}");
        Line(text, $"{options.Vmas} VMAs of {ValueText.Count(options.PmdsPerVma * MmWorld.PtrsPerTable)} pages each, {MmWorld.PtrsPerTable} to a PMD entry");
        if (options.Dropped.Count > 0)
        {
            Line(text, $"left out: {string.Join(", ", options.Dropped)}");
        }

        text.Append('\n');
        int nameWidth = result.Actors.Max(static a => a.Actor.Length);
        int countWidth = result.Actors.Max(static a => ValueText.Count(a.Operations).Length);
        foreach (ActorFigures actor in result.Actors)
        {
            string outcomes = string.Join(", ", actor.Outcomes.Select(static o => $"{o.Key} {ValueText.Count(o.Value)}"));
            Line(text, $"{actor.Actor.PadRight(nameWidth)}  {ValueText.Count(actor.Operations).PadLeft(countWidth)} operations: {outcomes}");
        }

        Line(text, $"{ValueText.Count(result.Stops, "stop")} in {result.Elapsed.TotalSeconds:0.0} s");
        text.Append('\n');
        foreach (Violation violation in result.Violations)
        {
            Line(text, $"violated: {violation.Kind}: {violation.Message}");
        }

        return (report.ExitCode switch
        {
            ExitCodes.Violated => text,
            ExitCodes.Holds => Line(text, $"not seen: any broken invariant, at {ValueText.Count(result.Stops, "stop")} and at the end"),
            _ => Line(text, $"inconclusive: interrupted; any broken invariant was not seen, at {ValueText.Count(result.Stops, "stop")}"),
        }).ToString();
    }

    private static StringBuilder Line(StringBuilder text, FormattableString line) => text.Append(FormattableString.Invariant(line)).Append('\n');
}
