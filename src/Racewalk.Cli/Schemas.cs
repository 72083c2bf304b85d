using System.Reflection;
using System.Text.Json;

namespace Racewalk.Cli;

/// <summary>The JSON Schemas of the documents that racewalk writes, as they are published in <c>docs/schemas</c>.</summary>
public static class Schemas
{
    private const string Folder = "schemas/";
    private const string Ending = ".schema.json";

    /// <summary>The names, in ordinal order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(static n => n.StartsWith(Folder, StringComparison.Ordinal))
            .Select(static n => n[Folder.Length..^Ending.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of a schema.</summary>
    /// <param name="name">Its name, such as <c>check</c>.</param>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public static string Text(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + name + Ending) ?? throw UsageException.Unknown("schema", name, Names);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>What a schema says of itself.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>What a document of the schema has as <c>schema</c>, and the schema's title.</returns>
    public static (string Id, string Title) Heading(string name)
    {
        using JsonDocument document = JsonDocument.Parse(Text(name));
        JsonElement root = document.RootElement;
        return (root.GetProperty("properties").GetProperty("schema").GetProperty("const").GetString()!, root.GetProperty("title").GetString()!);
    }
}
