using System.Text.Json;
using Racewalk.Exploration;
using Racewalk.Exploration.Estimates;
using Racewalk.Reporting.Race;
using Racewalk.Reporting.Verdicts;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Json;

/// <summary>One verdict to write as JSON.</summary>
/// <param name="Check">The verdict.</param>
/// <param name="Story">The violating execution; null if there is none.</param>
/// <param name="ReplayCommand">The command that shows the execution again; null if there is none.</param>
public sealed record JsonResult(CheckedConfiguration Check, RaceStory? Story, string? ReplayCommand);

/// <summary>
/// Verdicts for scripts: JSON with a schema name that changes when the meaning of a field does. Fields are only ever added within a schema.
/// </summary>
public static class JsonReport
{
    /// <summary>The name of the schema.</summary>
    public const string Schema = "racewalk/check/1";

    /// <summary>Writes a report.</summary>
    /// <param name="results">The verdicts.</param>
    /// <param name="planned">How many configurations were to be checked.</param>
    /// <param name="version">The version of racewalk.</param>
    public static string Write(IReadOnlyList<JsonResult> results, int planned, string version) => JsonDocumentText.Write(Schema, version, json =>
    {
        json.WriteStartArray("results");
        foreach (JsonResult result in results)
        {
            WriteResult(json, result);
        }

        json.WriteEndArray();
        WriteSummary(json, results, planned);
    });

    private static void WriteResult(Utf8JsonWriter json, JsonResult result)
    {
        ScenarioVerdict verdict = result.Check.Verdict;
        json.WriteStartObject();
        json.WriteString("scenario", verdict.Scenario.Id);
        json.WriteStartObject("configuration");
        foreach ((string axis, string value) in verdict.Configuration.Values)
        {
            json.WriteString(axis, value);
        }

        json.WriteEndObject();
        JsonDocumentText.WriteStrings(json, "dropped", verdict.Configuration.Dropped);
        json.WriteString("model", verdict.Model);
        json.WriteString("verdict", VerdictNames.Of(verdict.Verdict));
        WriteExpected(json, result.Check);
        WriteExploration(json, verdict.Exploration);
        json.WriteNumber("violations", verdict.Violations);
        json.WriteStartArray("witnesses");
        foreach ((Witness witness, bool reached) in verdict.Witnesses)
        {
            json.WriteStartObject();
            json.WriteString("name", witness.Name);
            json.WriteBoolean("reached", reached);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        JsonDocumentText.WriteStrings(json, "inconclusive", verdict.Inconclusive);
        JsonDocumentText.WriteStrings(json, "warnings", verdict.Warnings);
        if (verdict.Failure is { } failure)
        {
            json.WriteStartObject("failure");
            json.WriteString("kind", JsonNames.Of(failure.Kind));
            json.WriteString("message", failure.Message);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("failure");
        }

        json.WriteString("replay", result.ReplayCommand);
        if (result.Story is { } story)
        {
            JsonExecution.Write(json, "example", story);
        }
        else
        {
            json.WriteNull("example");
        }

        json.WriteEndObject();
    }

    private static void WriteExpected(Utf8JsonWriter json, CheckedConfiguration check)
    {
        if (check.Expected is { } expected)
        {
            json.WriteStartObject("expected");
            json.WriteString("verdict", VerdictNames.Of(expected.Verdict));
            json.WriteString("reason", expected.Reason);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("expected");
        }

        json.WriteBoolean("asExpected", check.IsAsExpected);
    }

    private static void WriteExploration(Utf8JsonWriter json, ExplorationResult result)
    {
        json.WriteNumber("executions", result.Executions);
        json.WriteNumber("blocked", result.Blocked);
        json.WriteNumber("cut", result.Cut);
        json.WriteBoolean("exhaustive", result.IsExhaustive);
        JsonDocumentText.WriteStrings(json, "bounds", result.Bounds);
        json.WriteNumber("covered", Math.Round(result.Covered, 4));
        WriteEstimate(json, result.Estimate);
        json.WriteNumber("seconds", Math.Round(result.Elapsed.TotalSeconds, 3));
        JsonSearch.Write(json, result.Search);
        JsonSymmetry.Write(json, result.Symmetry);
    }

    private static void WriteEstimate(Utf8JsonWriter json, ExecutionEstimate? estimate)
    {
        if (estimate is null)
        {
            json.WriteNull("estimate");
            return;
        }

        json.WriteStartObject("estimate");
        json.WriteNumber("executions", Math.Round(estimate.Executions));
        json.WriteNumber("low", Math.Round(estimate.Low));
        json.WriteNumber("high", Math.Round(estimate.High));
        json.WriteNumber("confidence", ExecutionEstimate.Confidence);
        json.WriteNumber("probes", estimate.Probes);
        json.WriteEndObject();
    }

    private static void WriteSummary(Utf8JsonWriter json, IReadOnlyList<JsonResult> results, int planned)
    {
        int Number(Verdict verdict) => results.Count(r => r.Check.Verdict.Verdict == verdict);
        json.WriteStartObject("summary");
        json.WriteNumber("planned", planned);
        json.WriteNumber("checked", results.Count);
        json.WriteNumber("holds", Number(Verdict.Holds));
        json.WriteNumber("violated", Number(Verdict.Violated));
        json.WriteNumber("inconclusive", Number(Verdict.Inconclusive));
        json.WriteNumber("mismatches", results.Count(static r => !r.Check.IsAsExpected));
        json.WriteEndObject();
    }
}
