using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Racewalk.Reporting.Pipelines;

/// <summary>
/// Results in SARIF 2.1.0 (OASIS), the format that code scanning reads. Time and version control are left out, so that the same run gives the same document.
/// </summary>
public static class SarifReport
{
    /// <summary>The name under which results have what makes them the same in every run.</summary>
    private const string Fingerprint = "racewalk/v1";

    private static readonly JsonWriterOptions s_options =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document.</summary>
    /// <param name="run">The run.</param>
    /// <param name="results">What there is to report, in its order.</param>
    /// <param name="notices">What went wrong besides.</param>
    public static string Write(PipelineRun run, IEnumerable<SarifResult> results, IEnumerable<SarifNotice> notices)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, run);
            WriteInvocation(json, run, notices);
            json.WriteStartArray("results");
            foreach (SarifResult result in results)
            {
                WriteResult(json, result);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static void WriteTool(Utf8JsonWriter json, PipelineRun run)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "racewalk");
        json.WriteString("version", run.Version);
        json.WriteStartArray("rules");
        foreach (SarifRule rule in SarifRules.All)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            json.WriteString("name", rule.Name);
            WriteMessage(json, "shortDescription", rule.Title);
            WriteMessage(json, "help", rule.Help);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteInvocation(Utf8JsonWriter json, PipelineRun run, IEnumerable<SarifNotice> notices)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteString("commandLine", run.CommandLine);
        json.WriteBoolean("executionSuccessful", run.IsWhole);
        json.WriteStartArray("toolExecutionNotifications");
        foreach (SarifNotice notice in notices)
        {
            json.WriteStartObject();
            json.WriteString("level", "error");
            WriteMessage(json, "message", notice.Message);
            SarifPlaces.WriteArray(json, SarifPlace.Of(notice.File, 0));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteResult(Utf8JsonWriter json, SarifResult result)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", result.Rule);
        json.WriteNumber("ruleIndex", SarifRules.IndexOf(result.Rule));
        json.WriteString("kind", result.IsOpen ? "open" : "fail");

        // SARIF asks for no level but with what fails.
        json.WriteString("level", result.IsOpen ? "none" : result.Justification is null ? "error" : "note");
        WriteMessage(json, "message", result.Message);
        SarifPlaces.WriteArray(json, result.Place);
        json.WriteStartObject("partialFingerprints");
        json.WriteString(Fingerprint, Digest(result.Rule + "\n" + result.Identity));
        json.WriteEndObject();
        if (result.Flows.Count > 0)
        {
            SarifFlows.Write(json, result.Flows);
        }

        if (result.Justification is { } why)
        {
            json.WriteStartArray("suppressions");
            json.WriteStartObject();
            json.WriteString("kind", "external");
            json.WriteString("justification", why);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        if (result.Replay is { } replay)
        {
            json.WriteStartObject("properties");
            json.WriteString("replay", replay);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>A message, as SARIF has them.</summary>
    internal static void WriteMessage(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Digest(string identity) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));
}
