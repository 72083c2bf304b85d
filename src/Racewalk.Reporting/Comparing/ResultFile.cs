using Racewalk.Reporting.Json;
using Racewalk.Reporting.Litmus;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Comparing;

/// <summary>A file that <c>check --json</c> or <c>litmus --format json</c> wrote.</summary>
/// <param name="Path">The file, as the command line gives it.</param>
/// <param name="Schema">Its schema.</param>
/// <param name="Version">The version of racewalk that wrote it.</param>
/// <param name="Results">Its results; no two are of one subject.</param>
public sealed record ResultFile(string Path, string Schema, string Version, IReadOnlyList<FiledResult> Results)
{
    /// <summary>The verdicts of each schema, from what is wanted to what is not.</summary>
    internal static IReadOnlyDictionary<string, string[]> Verdicts { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        [JsonReport.Schema] = ["holds", "inconclusive", "violated"],
        [LitmusJson.Schema] = ["ok", "inconclusive", "refused", "error", "no"],
    };

    private static readonly HashSet<string> s_unread = new(["example"], StringComparer.Ordinal);

    /// <summary>Reads a file.</summary>
    /// <param name="path">What messages call it.</param>
    /// <param name="content">Its content.</param>
    /// <exception cref="ComparingException">It is no such file, or damaged.</exception>
    public static ResultFile Read(string path, byte[] content)
    {
        JsonPlace root = PlacedJson.Read(path, content, s_unread);
        JsonPlace named = root.Member("schema");
        string schema = named.AsText();
        if (!Verdicts.ContainsKey(schema))
        {
            throw named.Error($"this is a document of schema '{schema}'; compared are {string.Join(" and ", Verdicts.Keys)}");
        }

        bool isCheck = schema == JsonReport.Schema;
        var results = new List<FiledResult>();
        var subjects = new HashSet<Subject>();
        foreach (JsonPlace place in root.Member("results").AsItems())
        {
            FiledResult result = isCheck ? OfCheck(place) : OfLitmus(place);
            results.Add(subjects.Add(result.Subject) ? result : throw place.Error($"a second result of {result.Subject}"));
        }

        return new ResultFile(path, schema, root.Member("version").AsText(), results);
    }

    private static FiledResult OfCheck(JsonPlace place)
    {
        var values = place.Member("configuration").AsMembers().Select(static p => KeyValuePair.Create(p.Key, p.Value.AsText()));
        var configuration = new Configuration(values, place.Member("dropped").AsItems().Select(static d => d.AsText()), place.Member("model").AsText());

        // What symmetry leaves out is in no count, so that such counts are comparable with nothing but their like.
        string what = place.Find("symmetry") is { IsNull: false } ? "classes" : "executions";
        bool isWhole = place.Member("exhaustive").AsFlag() && place.Find("search") is null or { IsNull: true };
        return new FiledResult(
            new Subject(place.Member("scenario").AsText(), configuration.ToString()),
            Verdict(place, JsonReport.Schema),
            place.Member("expected").IsNull ? null : place.Member("asExpected").AsFlag(),
            isWhole ? [(what, place.Member("executions").AsCount()), ("violations", place.Member("violations").AsCount())] : []);
    }

    private static FiledResult OfLitmus(JsonPlace place)
    {
        string file = place.Member("file").AsText();
        JsonPlace test = place.Member("test");
        bool isWhole = place.Find("bounds") is { } bounds && bounds.AsItems().Count == 0 && place.Member("mistakes").AsItems().Count == 0;
        List<(string, long)> counts = [];
        if (isWhole)
        {
            counts.Add(("states", place.Member("states").AsItems().Count));
            if (place.Find("positive") is { } positive)
            {
                counts.Add(("positive", positive.AsCount()));
                counts.Add(("negative", place.Member("negative").AsCount()));
            }
        }

        return new FiledResult(new Subject(file, test.IsNull ? "" : test.AsText()), Verdict(place, LitmusJson.Schema), null, counts);
    }

    private static string Verdict(JsonPlace result, string schema)
    {
        JsonPlace place = result.Member("verdict");
        string verdict = place.AsText();
        return Verdicts[schema].Contains(verdict, StringComparer.Ordinal)
            ? verdict
            : throw place.Error($"'{verdict}' is no verdict; there are {string.Join(", ", Verdicts[schema])}");
    }
}
