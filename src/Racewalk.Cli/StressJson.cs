using System.Runtime.InteropServices;
using Racewalk.Hardware;
using Racewalk.Reporting.Json;
using Racewalk.Trials.Stress;
using Racewalk.Trials.Worlds;

namespace Racewalk.Cli;

/// <summary>What <c>racewalk stress</c> has done and found, for scripts.</summary>
internal static class StressJson
{
    /// <summary>The name of the schema.</summary>
    internal const string Schema = "racewalk/stress/1";

    /// <summary>The document.</summary>
    internal static string Write(StressReport report, string version) => JsonDocumentText.Write(Schema, version, json =>
    {
        StressOptions options = report.Options;
        json.WriteString("processorArchitecture", RuntimeInformation.ProcessArchitecture.ToString());
        json.WriteNumber("processors", Environment.ProcessorCount);
        json.WriteNumber("cpus", options.Cpus);
        json.WriteNumber("basePage", BasePage.Size);
        json.WriteString("flush", options.Flush == FlushKind.Interrupt ? "interrupt" : "broadcast");
        json.WriteNumber("seed", options.Seed);
        json.WriteNumber("vmas", options.Vmas);
        json.WriteNumber("pmdsPerVma", options.PmdsPerVma);
        JsonDocumentText.WriteStrings(json, "dropped", options.Dropped);
        JsonDocumentText.WriteStrings(json, "without", options.Without);
        json.WriteNumber("stops", report.Result.Stops);
        json.WriteNumber("seconds", Math.Round(report.Result.Elapsed.TotalSeconds, 3));
        json.WriteStartArray("actors");
        foreach (ActorFigures actor in report.Result.Actors)
        {
            json.WriteStartObject();
            json.WriteString("name", actor.Actor);
            json.WriteNumber("operations", actor.Operations);
            json.WriteStartObject("outcomes");
            foreach ((string outcome, long count) in actor.Outcomes)
            {
                json.WriteNumber(outcome, count);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("result", report.ExitCode switch { ExitCodes.Violated => "seen", ExitCodes.Holds => "not-seen", _ => "inconclusive" });
        json.WriteStartArray("violations");
        foreach (Violation violation in report.Result.Violations)
        {
            json.WriteStartObject();
            json.WriteString("kind", violation.Kind.ToString());
            json.WriteNumber("address", violation.Address);
            json.WriteString("message", violation.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
