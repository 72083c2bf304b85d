namespace Racewalk.Litmus.Conformance;

/// <summary>Finds the files of a suite.</summary>
public static class SuiteFiles
{
    private const int LongestLink = 4096;

    /// <summary>
    /// The path of a suite's file. Catalogues link tests of one suite into another; in a copy without symbolic links such a file holds the target's path
    /// alone, and where suites were renamed that path leads nowhere: then the file of that name in a neighbouring suite is meant.
    /// </summary>
    /// <param name="suite">The suite's folder.</param>
    /// <param name="file">The file, below it.</param>
    public static string Resolve(string suite, string file)
    {
        string path = Path.Combine(suite, file);
        if (!File.Exists(path) || new FileInfo(path).Length > LongestLink)
        {
            return path;
        }

        string text = File.ReadAllText(path).Trim();
        if (!text.StartsWith("../", StringComparison.Ordinal) || text.Contains('\n', StringComparison.Ordinal))
        {
            return path;
        }

        string target = Path.Combine(Path.GetDirectoryName(path)!, text);
        string? neighbours = Path.GetDirectoryName(Path.GetFullPath(suite));
        return File.Exists(target) || neighbours is null
            ? target
            : Directory.EnumerateFiles(neighbours, Path.GetFileName(text), SearchOption.AllDirectories)
                .Where(f => Path.GetFullPath(f) != Path.GetFullPath(path))
                .Order(StringComparer.Ordinal)
                .FirstOrDefault(path);
    }
}
