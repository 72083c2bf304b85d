using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Racewalk.Cli.Tests;

/// <summary>Validates documents against the schemas that the tool publishes, with a library that knows nothing of either.</summary>
internal static class PublishedSchema
{
    private static readonly ConcurrentDictionary<string, Lazy<JsonSchema>> s_schemas = new(StringComparer.Ordinal);

    /// <summary>What is wrong with a document by the schema that it names; empty if nothing is.</summary>
    public static IReadOnlyList<string> Errors(string document)
    {
        using JsonDocument parsed = JsonDocument.Parse(document);
        string name = parsed.RootElement.GetProperty("schema").GetString()!.Split('/')[1];
        JsonSchema schema = s_schemas.GetOrAdd(name, static n => new Lazy<JsonSchema>(() => JsonSchema.FromText(Schemas.Text(n)))).Value;
        EvaluationResults results = schema.Evaluate(parsed.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid
            ? []
            : [.. (results.Details ?? []).Where(static d => d.Errors is not null).SelectMany(static d => d.Errors!.Select(e => $"{d.InstanceLocation}: {e.Key}: {e.Value}")), "not valid"];
    }

    /// <summary>A document must be valid.</summary>
    public static void Accepts(string document)
    {
        IReadOnlyList<string> errors = Errors(document);
        Assert.True(errors.Count == 0, string.Join('\n', errors.Take(10)) + "\n" + document[..Math.Min(document.Length, 2000)]);
    }

    /// <summary>
    /// Renames one member of each kind that a document has, and adds one to each kind of object: the schema must notice. Maps, whose names are data, are left alone.
    /// </summary>
    /// <param name="document">A valid document.</param>
    /// <param name="maps">The names of members that are maps.</param>
    /// <returns>How many mutants there were.</returns>
    public static int NoticesEveryMutant(string document, params string[] maps)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        JsonNode root = JsonNode.Parse(document)!;
        int mutants = 0;
        foreach ((JsonObject at, string path) in Objects(root, "", maps))
        {
            if (seen.Add(path))
            {
                at.Add("added", 1);
                Notice($"{path}.added");
                at.Remove("added");
            }

            foreach ((string name, JsonNode? _) in at.ToArray())
            {
                // What decides which of several shapes an object has makes members of one name differ in kind.
                string shape = at.TryGetPropertyValue("kind", out JsonNode? kind) && path.EndsWith("events", StringComparison.Ordinal) ? kind!.ToString() : "";
                if (name == "schema" && path.Length == 0 || !seen.Add($"{path}.{name} {shape}"))
                {
                    continue;
                }

                JsonNode? value = at[name];
                at.Remove(name);
                at.Add(name + "Renamed", value);
                Notice($"{path}.{name} {shape}");
                at.Remove(name + "Renamed");
                at.Add(name, value);
            }
        }

        Accepts(root.ToJsonString());
        return mutants;

        void Notice(string what)
        {
            mutants++;
            Assert.True(Errors(root.ToJsonString()).Count > 0, "not noticed: " + what);
        }
    }

    private static IEnumerable<(JsonObject At, string Path)> Objects(JsonNode? node, string path, string[] maps)
    {
        if (node is JsonObject at)
        {
            yield return (at, path);
        }

        IEnumerable<(string, JsonNode?)> children = node switch
        {
            JsonObject o => [.. o.Where(m => !maps.Contains(m.Key)).Select(static m => (m.Key, m.Value))],
            JsonArray a => [.. a.Select(static i => ("", i))],
            _ => [],
        };
        foreach ((string name, JsonNode? child) in children)
        {
            foreach ((JsonObject, string) below in Objects(child, name.Length > 0 ? $"{path}.{name}" : path, maps))
            {
                yield return below;
            }
        }
    }
}
