using System.Text.Json;
using Racewalk.Reporting.Json;

namespace Racewalk.Reporting.Comparing;

/// <summary>A difference for scripts.</summary>
public static class DifferenceJson
{
    /// <summary>The name of the schema.</summary>
    public const string Schema = "racewalk/diff/1";

    /// <summary>The document.</summary>
    /// <param name="difference">What differs.</param>
    /// <param name="version">The version of racewalk.</param>
    public static string Write(ResultDifference difference, string version) => JsonDocumentText.Write(Schema, version, json =>
    {
        bool isCheck = difference.New.Schema == JsonReport.Schema;
        json.WriteString("compared", difference.New.Schema);
        WriteFile(json, "old", difference.Old);
        WriteFile(json, "new", difference.New);
        json.WriteStartArray("changes");
        foreach (VerdictChange change in difference.Changes)
        {
            WriteSubject(json, change.Subject, isCheck);
            json.WriteString("old", change.Old);
            json.WriteString("new", change.New);
            json.WriteBoolean("worse", change.IsWorse);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteResults(json, "appeared", difference.Appeared, isCheck);
        WriteResults(json, "vanished", difference.Vanished, isCheck);
        json.WriteStartArray("counts");
        foreach (CountChange count in difference.Counts)
        {
            WriteSubject(json, count.Subject, isCheck);
            json.WriteString("count", count.Name);
            json.WriteNumber("old", count.Old);
            json.WriteNumber("new", count.New);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("both", difference.Both);
        json.WriteNumber("worse", difference.Worse);
    });

    private static void WriteFile(Utf8JsonWriter json, string name, ResultFile file)
    {
        json.WriteStartObject(name);
        json.WriteString("file", file.Path);
        json.WriteString("version", file.Version);
        json.WriteNumber("results", file.Results.Count);
        json.WriteEndObject();
    }

    private static void WriteResults(Utf8JsonWriter json, string name, IReadOnlyList<FiledResult> results, bool isCheck)
    {
        json.WriteStartArray(name);
        foreach (FiledResult result in results)
        {
            WriteSubject(json, result.Subject, isCheck);
            json.WriteString("verdict", result.Verdict);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Begins an object, which the caller goes on with.
    private static void WriteSubject(Utf8JsonWriter json, Subject subject, bool isCheck)
    {
        json.WriteStartObject();
        json.WriteStartObject("subject");
        json.WriteString(isCheck ? "scenario" : "file", subject.Group);
        json.WriteString(isCheck ? "configuration" : "test", subject.Name);
        json.WriteEndObject();
    }
}
