using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Racewalk.Reporting.Json;

/// <summary>What all documents for scripts have in common: how they are laid out, and that they name their schema and the version.</summary>
public static class JsonDocumentText
{
    // Not for HTML, so quotes and angle brackets may stay readable.
    private static readonly JsonWriterOptions s_options =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A document: an object with the schema, the version and what is written besides.</summary>
    /// <param name="schema">The name of the schema.</param>
    /// <param name="version">The version of racewalk.</param>
    /// <param name="writeMembers">Writes the other members.</param>
    public static string Write(string schema, string version, Action<Utf8JsonWriter> writeMembers)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            json.WriteString("schema", schema);
            json.WriteString("version", version);
            writeMembers(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <summary>An array of strings as a member.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="values">The strings.</param>
    public static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
