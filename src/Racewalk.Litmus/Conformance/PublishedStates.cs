using System.IO.Compression;
using System.Text.Json;

namespace Racewalk.Litmus.Conformance;

/// <summary>Reads <c>states.jsonl.gz</c>: published sets of final states, a JSON object a line.</summary>
internal static class PublishedStates
{
    /// <summary>The states of a suite's tests by name; empty if nothing is published beside the suite or in it.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Load(string suite)
    {
        string full = Path.GetFullPath(suite).TrimEnd(Path.DirectorySeparatorChar);
        string[] places = [Path.Combine(full, "states.jsonl.gz"), Path.Combine(Path.GetDirectoryName(full) ?? full, "states.jsonl.gz")];
        var states = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
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
            if (root.GetProperty("suite").GetString() == Path.GetFileName(full) && root.GetProperty("variant").GetString() == "")
            {
                states[root.GetProperty("name").GetString()!] = root.GetProperty("states").EnumerateArray()
                    .Select(static s => StateText.Normalise(s.GetString()!)).ToHashSet(StringComparer.Ordinal);
            }
        }

        return states;
    }
}
