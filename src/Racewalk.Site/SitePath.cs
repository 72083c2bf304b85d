namespace Racewalk.Site;

/// <summary>Where files of the repository are on the site. Paths have slashes and are relative, to the repository and to the site's root.</summary>
internal static class SitePath
{
    /// <summary>The page of README.md's limits, which are told once and have a page of their own.</summary>
    internal const string Limits = "limits.html";

    /// <summary>The site's path of a file, whether it is on the site or not.</summary>
    /// <param name="file">A file of the repository.</param>
    internal static string Of(string file)
    {
        string path = file.StartsWith("docs/", StringComparison.Ordinal) ? file["docs/".Length..] : file;
        return path switch
        {
            "README.md" => "index.html",
            "CHANGELOG.md" or "CONTRIBUTING.md" => Path.ChangeExtension(path, ".html").ToLowerInvariant(),
            "LICENSE" => "LICENSE.txt",
            _ => path.EndsWith(".md", StringComparison.Ordinal) ? Path.ChangeExtension(path, ".html") : path,
        };
    }

    /// <summary>The page of a scenario.</summary>
    internal static string OfScenario(string id) => $"scenarios/{id}.html";

    /// <summary>A link from one page to another.</summary>
    internal static string Relative(string fromPage, string to)
    {
        string[] from = fromPage.Split('/');
        string[] target = to.Split('/');
        int common = 0;
        while (common < from.Length - 1 && common < target.Length - 1 && from[common] == target[common])
        {
            common++;
        }

        return string.Join('/', Enumerable.Repeat("..", from.Length - 1 - common).Concat(target[common..]));
    }

    /// <summary>A path that a file names, seen from the repository's root; null if it leads out of the repository.</summary>
    /// <param name="file">The file that names it.</param>
    /// <param name="path">What it names, relative to its own folder.</param>
    internal static string? Resolve(string file, string path)
    {
        List<string> parts = [.. file.Split('/')[..^1]];
        foreach (string part in path.Split('/'))
        {
            if (part == ".." && parts.Count == 0)
            {
                return null;
            }

            if (part == "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("." or ""))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }
}
