using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Racewalk.Litmus.Batches;
using Racewalk.Litmus.Checking;

namespace Racewalk.Reporting.Litmus;

/// <summary>Results of litmus tests for scripts: JSON with a schema name that changes when the meaning of a field does.</summary>
public static class LitmusJson
{
    /// <summary>The name of the schema.</summary>
    public const string Schema = "racewalk/litmus/1";

    /// <summary>Writes a report.</summary>
    /// <param name="outcomes">What came of each file.</param>
    /// <param name="version">The version of racewalk.</param>
    public static string Write(IReadOnlyList<LitmusOutcome> outcomes, string version)
    {
        using var buffer = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("version", version);
            json.WriteStartArray("results");
            foreach (LitmusOutcome outcome in outcomes)
            {
                WriteOutcome(json, outcome);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static void WriteOutcome(Utf8JsonWriter json, LitmusOutcome outcome)
    {
        json.WriteStartObject();
        json.WriteString("file", outcome.Path);
        json.WriteString("test", outcome.Program?.Name);
        json.WriteString("architecture", outcome.Program?.Architecture);
        json.WriteNumber("seconds", Math.Round(outcome.Elapsed.TotalSeconds, 6));
        if (outcome.Result is { } result)
        {
            WriteResult(json, result);
        }
        else
        {
            json.WriteString("verdict", outcome.IsRefusal ? "refused" : "error");
            json.WriteString("error", outcome.Error);
        }

        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, LitmusResult result)
    {
        json.WriteString("verdict", result.Bounds.Count > 0 ? "inconclusive" : result.IsOk ? "ok" : "no");
        json.WriteString("kind", HerdBlock.Kind(result.Question.Quantifier).ToLowerInvariant());
        json.WriteString("condition", result.Question.Text);
        json.WriteString("observation", result.Observation.ToLowerInvariant());
        if (!result.HasExistentialRelations)
        {
            json.WriteNumber("positive", result.Positive);
            json.WriteNumber("negative", result.Negative);
        }

        json.WriteStartArray("states");
        foreach (LitmusState state in result.States)
        {
            json.WriteStartObject();
            json.WriteString("state", state.Text);
            json.WriteBoolean("satisfies", state.Satisfies);
            json.WriteNumber("executions", state.Executions);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteStrings(json, "flags", result.Flags);
        WriteStrings(json, "bounds", result.Bounds);
        json.WriteBoolean("thinAirLeftOut", result.HasThinAir);
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
