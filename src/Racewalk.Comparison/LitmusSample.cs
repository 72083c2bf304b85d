using Racewalk.Litmus.Batches;

namespace Racewalk.Comparison;

/// <summary>Finds the litmus tests that are measured.</summary>
internal static class LitmusSample
{
    /// <summary>What the command line calls the sample.</summary>
    public const string Name = "sample";

    private const string ListResource = "herd7-sample.txt";

    /// <summary>The tests that the command line names, or the sample of the published ones and the project's own.</summary>
    /// <returns>The files, and how tables call them.</returns>
    public static IReadOnlyList<(string Path, string Name)> Find(ComparisonOptions options, TextWriter notes)
    {
        if (options.Tests is { } tests && tests is not [Name])
        {
            try
            {
                return [.. LitmusFiles.Find(tests).Select(static f => (f, Path.GetFileNameWithoutExtension(f)))];
            }
            catch (FileNotFoundException e)
            {
                throw new ComparisonException(e.Message);
            }
        }

        DirectoryInfo root = Root();
        string suites = options.SuitesDirectory ?? Path.Combine(root.Parent?.FullName ?? root.FullName, "shared", "litmus");
        var sample = new List<(string Path, string Name)>();
        if (Directory.Exists(suites))
        {
            sample.AddRange(List().Select(line => Published(suites, line)));
        }
        else
        {
            notes.WriteLine($"there are no published suites at {suites}: only the project's own tests are measured");
        }

        IReadOnlyList<string> own = LitmusFiles.Find([Path.Combine(root.FullName, "examples", "litmus")]);
        return [.. sample, .. own.Select(static f => (f, $"examples/{Path.GetFileNameWithoutExtension(f)}"))];
    }

    private static (string Path, string Name) Published(string suites, string line)
    {
        string path = Path.Combine(suites, line);
        return File.Exists(path)
            ? (path, $"{line[..line.IndexOf('/', StringComparison.Ordinal)]}/{Path.GetFileNameWithoutExtension(line)}")
            : throw new ComparisonException($"there is no test {path}");
    }

    private static string[] List()
    {
        using Stream stream = typeof(LitmusSample).Assembly.GetManifestResourceStream(ListResource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    // The repository, from where the benchmark was built.
    private static DirectoryInfo Root()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            if (Directory.Exists(Path.Combine(d.FullName, "examples", "litmus")))
            {
                return d;
            }
        }

        throw new ComparisonException("the project's own tests, examples/litmus, are not found; name tests with --tests");
    }
}
