using System.Text.Json;
using Racewalk.Litmus.Batches;
using Racewalk.Litmus.Checking;
using Racewalk.Reporting.Json;

namespace Racewalk.Reporting.Litmus;

/// <summary>Results of litmus tests for scripts: JSON with a schema name that changes when the meaning of a field does.</summary>
public static class LitmusJson
{
    /// <summary>The name of the schema.</summary>
    public const string Schema = "racewalk/litmus/1";

    /// <summary>Writes a report.</summary>
    /// <param name="outcomes">What came of each file.</param>
    /// <param name="version">The version of racewalk.</param>
    public static string Write(IReadOnlyList<LitmusOutcome> outcomes, string version) => JsonDocumentText.Write(Schema, version, json =>
    {
        json.WriteStartArray("results");
        foreach (LitmusOutcome outcome in outcomes)
        {
            WriteOutcome(json, outcome);
        }

        json.WriteEndArray();
    });

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

    // With mistakes, what is known of the other executions is written all the same.
    private static void WriteResult(Utf8JsonWriter json, LitmusResult result)
    {
        json.WriteString("verdict", LitmusVerdict.Of(result));
        json.WriteString("kind", HerdBlock.Kind(result.Question.Quantifier).ToLowerInvariant());
        json.WriteString("condition", result.Question.Text);
        json.WriteString("observation", result.Observation.ToLowerInvariant());
        if (result.Mistakes.Count > 0)
        {
            json.WriteString("error", string.Join('\n', result.Mistakes));
        }

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
        JsonDocumentText.WriteStrings(json, "flags", result.Flags);
        JsonDocumentText.WriteStrings(json, "bounds", result.Bounds);
        JsonDocumentText.WriteStrings(json, "mistakes", result.Mistakes);
        JsonDocumentText.WriteStrings(json, "warnings", result.Warnings);
        json.WriteBoolean("thinAirLeftOut", result.HasThinAir);
    }
}
