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
        WriteAll(json, "changes", difference.Changes, static c => c.Subject, isCheck, change =>
        {
            json.WriteString("old", change.Old);
            json.WriteString("new", change.New);
            json.WriteBoolean("worse", change.IsWorse);
        });
        WriteResults(json, "appeared", difference.Appeared, isCheck);
        WriteResults(json, "vanished", difference.Vanished, isCheck);
        WriteAll(json, "counts", difference.Counts, static c => c.Subject, isCheck, count =>
        {
            json.WriteString("count", count.Name);
            json.WriteNumber("old", count.Old);
            json.WriteNumber("new", count.New);
        });
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

    private static void WriteResults(Utf8JsonWriter json, string name, IReadOnlyList<FiledResult> results, bool isCheck) =>
        WriteAll(json, name, results, static r => r.Subject, isCheck, result => json.WriteString("verdict", result.Verdict));

    private static void WriteAll<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Func<T, Subject> subjectOf, bool isCheck, Action<T> writeRest)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            Subject subject = subjectOf(item);
            json.WriteStartObject();
            json.WriteStartObject("subject");
            json.WriteString(isCheck ? "scenario" : "file", subject.Group);
            json.WriteString(isCheck ? "configuration" : "test", subject.Name);
            json.WriteEndObject();
            writeRest(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
