using System.Text.Json;
using Racewalk.Cli;

namespace Racewalk.Site;

/// <summary>What the JSON that racewalk writes looks like, from its schemas.</summary>
internal static class SchemaReference
{
    private const string Folder = "schemas/";

    /// <summary>The page.</summary>
    internal static PageDraft Page() => new("reference/schemas.html", static (page, _) => Write(page));

    /// <summary>The schemas as files of the site.</summary>
    internal static IEnumerable<(string Path, string Text)> Files() => Schemas.Names.Select(static n => (PathOf(n), Schemas.Text(n)));

    private static string PathOf(string name) => $"{Folder}{name}.schema.json";

    private static void Write(PageText page)
    {
        page.AddHeading(1, "JSON schemas", "json-schemas");
        page.AddParagraph(
            "What commands write with ", new Cell("--json", IsCode: true), " names its schema and the schema's version. ",
            new Cell("racewalk schema", IsCode: true), " prints the schemas, which are the files that this page links to.");
        foreach (string name in Schemas.Names)
        {
            (string id, string title) = Schemas.Heading(name);
            using JsonDocument schema = JsonDocument.Parse(Schemas.Text(name));
            JsonElement root = schema.RootElement;
            page.AddHeading(2, name, name);
            page.AddParagraph(title.TrimEnd('.') + ". Its name is ", new Cell(id, IsCode: true), ": ", new Cell($"{name}.schema.json", Target: PathOf(name)), ".");
            HashSet<string?> required = root.TryGetProperty("required", out JsonElement names) ? [.. names.EnumerateArray().Select(static n => n.GetString())] : [];
            page.AddTable(
                $"Properties of {name}",
                ["Property", "Type", "Always there", "Meaning"],
                root.GetProperty("properties").EnumerateObject().Select(p => (IReadOnlyList<Cell>)
                    [new Cell(p.Name, IsCode: true), TypeOf(p.Value), required.Contains(p.Name) ? "yes" : "", DescriptionOf(p.Value)]));
        }
    }

    private static string DescriptionOf(JsonElement property) => property.TryGetProperty("description", out JsonElement text) ? text.GetString()! : "";

    private static string TypeOf(JsonElement property)
    {
        if (property.TryGetProperty("type", out JsonElement type))
        {
            return type.ValueKind == JsonValueKind.Array ? string.Join(" or ", type.EnumerateArray().Select(static t => t.GetString())) : type.GetString()!;
        }

        return property.TryGetProperty("const", out _) ? "constant"
            : property.TryGetProperty("enum", out JsonElement values) ? "one of " + string.Join(", ", values.EnumerateArray().Select(static v => v.ToString()))
            : property.TryGetProperty("$ref", out JsonElement reference) ? reference.GetString()!.Split('/')[^1]
            : "";
    }
}
