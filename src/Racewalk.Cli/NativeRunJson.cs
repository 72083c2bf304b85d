using System.Runtime.InteropServices;
using System.Text.Json;
using Racewalk.Hardware;
using Racewalk.Reporting.Json;
using Racewalk.Trials;

namespace Racewalk.Cli;

/// <summary>What <c>racewalk run</c> has seen, for scripts.</summary>
internal static class NativeRunJson
{
    /// <summary>The name of the schema.</summary>
    internal const string Schema = "racewalk/run/1";

    /// <summary>The document.</summary>
    internal static string Write(NativeReport report, string version) => JsonDocumentText.Write(Schema, version, json =>
    {
        json.WriteString("scenario", report.Scenario);
        json.WriteString("processorArchitecture", RuntimeInformation.ProcessArchitecture.ToString());
        json.WriteNumber("processors", Environment.ProcessorCount);
        json.WriteNumber("basePage", BasePage.Size);
        json.WriteString("flush", report.FlushesByInterrupt ? "interrupt" : "broadcast");
        json.WriteNumber("seed", report.Options.Seed);
        json.WriteNumber("delay", report.Options.Delay);
        if (report.Control is { } control)
        {
            json.WriteStartObject("control");
            WriteTrial(json, control);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("control");
        }

        json.WriteStartObject("run");
        WriteTrial(json, report.Trial);
        json.WriteEndObject();
        json.WriteString("result", report.ExitCode switch { ExitCodes.Violated => "seen", ExitCodes.Holds => "not-seen", _ => "inconclusive" });
        JsonDocumentText.WriteStrings(json, "inconclusive", report.Doubts);
    });

    private static void WriteTrial(Utf8JsonWriter json, NativeTrial trial)
    {
        json.WriteStartObject("configuration");
        foreach ((string axis, string value) in trial.Configuration.Values)
        {
            json.WriteString(axis, value);
        }

        json.WriteEndObject();
        JsonDocumentText.WriteStrings(json, "dropped", trial.Configuration.Dropped);
        TrialResult result = trial.Result;
        json.WriteNumber("copies", result.Copies);
        json.WriteNumber("rounds", result.Rounds);
        json.WriteNumber("seconds", Math.Round(result.Elapsed.TotalSeconds, 3));
        json.WriteNumber("forbidden", result.Breaches);
        json.WriteStartArray("outcomes");
        foreach (Outcome outcome in result.Outcomes)
        {
            json.WriteStartObject();
            json.WriteNumber("count", outcome.Count);
            json.WriteString("shown", outcome.Text);
            json.WriteString("breach", outcome.Breach);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        JsonDocumentText.WriteStrings(json, "unseen", result.Unseen);
    }
}
