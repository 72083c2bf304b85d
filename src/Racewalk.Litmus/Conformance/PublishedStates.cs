using System.IO.Compression;
using System.Text.Json;

namespace Racewalk.Litmus.Conformance;

/// <summary>What is published of one test's executions.</summary>
/// <param name="States">The final states, normalised by <see cref="StateText"/>.</param>
/// <param name="Flags">The flags that the model raised.</param>
internal sealed record PublishedExecutions(IReadOnlySet<string> States, IReadOnlySet<string> Flags);

/// <summary>Reads <c>states.jsonl.gz</c>: published sets of final states, a JSON object a line.</summary>
internal static class PublishedStates
{
    private const string TranslatedPrefix = "vmsa";

    /// <summary>The states of a suite's tests by name; empty if nothing is published beside the suite or in it.</summary>
    /// <param name="suite">The suite's folder.</param>
    /// <param name="variant">The variant of the model, such as ets2; nothing for the one without.</param>
    public static IReadOnlyDictionary<string, PublishedExecutions> Load(string suite, string variant)
    {
        string full = Path.GetFullPath(suite).TrimEnd(Path.DirectorySeparatorChar);
        string[] places = [Path.Combine(full, "states.jsonl.gz"), Path.Combine(Path.GetDirectoryName(full) ?? full, "states.jsonl.gz")];
        var states = new Dictionary<string, PublishedExecutions>(StringComparer.Ordinal);
        string? path = places.FirstOrDefault(File.Exists);
        if (path is null)
        {
            return states;
        }

        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            using JsonDocument json = JsonDocument.Parse(line);
            JsonElement root = json.RootElement;
            if (root.GetProperty("suite").GetString() == Path.GetFileName(full) && IsOf(root.GetProperty("variant").GetString()!, variant))
            {
                states[root.GetProperty("name").GetString()!] = new PublishedExecutions(
                    Strings(root, "states").Select(StateText.Normalise).ToHashSet(StringComparer.Ordinal),
                    Strings(root, "flags").ToHashSet(StringComparer.Ordinal));
            }
        }

        return states;
    }

    // That a test is one of page tables goes without saying.
    private static bool IsOf(string published, string variant) =>
        published == variant || (published.StartsWith(TranslatedPrefix, StringComparison.Ordinal) && published[TranslatedPrefix.Length..].TrimStart(',') == variant);

    private static IEnumerable<string> Strings(JsonElement root, string property) =>
        root.TryGetProperty(property, out JsonElement list) ? list.EnumerateArray().Select(static s => s.GetString()!) : [];
}
