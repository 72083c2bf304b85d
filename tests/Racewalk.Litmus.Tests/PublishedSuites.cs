namespace Racewalk.Litmus.Tests;

/// <summary>The published tests, where they lie beside the repository. They are no part of it.</summary>
internal static class PublishedSuites
{
    /// <summary>The folder of the suites, or null.</summary>
    public static string? Root { get; } = Find();

    /// <summary>The files of a suite, sorted. Some are links that were stored as text: they hold a path and no test.</summary>
    public static IEnumerable<string> Files(string suite) =>
        Directory.EnumerateFiles(Path.Combine(Root!, suite), "*.litmus", SearchOption.AllDirectories)
            .Where(f => !File.ReadAllText(f).StartsWith("../", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static string? Find()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            string candidate = Path.Combine(d.FullName, "shared", "litmus");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
