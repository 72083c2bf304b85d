using System.Text.Json;

namespace Racewalk.Reporting.Pipelines;

/// <summary>Writes places as SARIF has them.</summary>
internal static class SarifPlaces
{
    /// <summary>Writes the property <c>locations</c> with one place.</summary>
    public static void WriteArray(Utf8JsonWriter json, SarifPlace place)
    {
        json.WriteStartArray("locations");
        json.WriteStartObject();
        WriteMembers(json, place);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>Writes what a location consists of.</summary>
    public static void WriteMembers(Utf8JsonWriter json, SarifPlace place)
    {
        if (place.File is { } file)
        {
            json.WriteStartObject("physicalLocation");
            json.WriteStartObject("artifactLocation");
            json.WriteString("uri", UriOf(file));
            json.WriteEndObject();
            if (place.Line > 0)
            {
                json.WriteStartObject("region");
                json.WriteNumber("startLine", place.Line);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            return;
        }

        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteString("name", place.Name);
        json.WriteString("fullyQualifiedName", place.FullName);
        json.WriteString("kind", place.NameKind);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>
    /// The reference to a file: as the command line gives it, so that no path of this machine gets in that the user has not named, with what a URI cannot hold escaped.
    /// </summary>
    public static string UriOf(string path)
    {
        string slashes = OperatingSystem.IsWindows() ? path.Replace('\\', '/') : path;
        string escaped = string.Join('/', slashes.Split('/').Select(Uri.EscapeDataString));
        return Path.IsPathFullyQualified(path) ? "file://" + (escaped.StartsWith('/') ? "" : "/") + escaped : escaped;
    }
}
