namespace Racewalk.Site;

/// <summary>A page that is still to be written.</summary>
/// <param name="Path">The site's path.</param>
/// <param name="Write">Writes it.</param>
/// <param name="Group">The page's group.</param>
internal sealed record PageDraft(string Path, Action<PageText, MarkdownReader> Write, string? Group = null);

/// <summary>The Markdown files of a repository.</summary>
/// <param name="root">The repository's folder.</param>
internal sealed class Sources(string root)
{
    private const string LimitsHeading = "## Limits";
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>Files below <c>docs/</c> that no page was made of, in ordinal order.</summary>
    internal IEnumerable<string> Unused => FilesOf("docs", SearchOption.AllDirectories).Where(f => !_used.Contains(f));

    /// <summary>A page of a file.</summary>
    internal PageDraft Page(string file)
    {
        _used.Add(file);
        return new PageDraft(SitePath.Of(file), (page, reader) => reader.Read(page, file, 1, string.Join('\n', Lines(file))));
    }

    /// <summary>Pages of all files of a folder, in ordinal order.</summary>
    internal IEnumerable<PageDraft> Folder(string folder) => FilesOf(folder, SearchOption.TopDirectoryOnly).Select(Page);

    /// <summary>A page of a file with a link in place of its limits, which have a page of their own.</summary>
    internal PageDraft WithoutLimits(string file)
    {
        _used.Add(file);
        return new PageDraft(SitePath.Of(file), (page, reader) =>
        {
            string[] lines = Lines(file);
            (int start, int end) = LimitsOf(file, lines);
            reader.Read(page, file, 1, string.Join('\n', lines[..start]));
            page.AddHeading(2, "Limits", "limits");
            page.AddParagraph("A verdict is worth what it covers. Before you quote one, read ", new Cell("the limits", Target: SitePath.Limits), ".");
            reader.Read(page, file, end + 1, string.Join('\n', lines[end..]));
        });
    }

    /// <summary>A page of a file's limits.</summary>
    internal PageDraft OnlyLimits(string file) => new(SitePath.Limits, (page, reader) =>
    {
        string[] lines = Lines(file);
        (int start, int end) = LimitsOf(file, lines);

        // One level up: the section's heading is the page's.
        reader.Read(page, file, start + 1, string.Join('\n', lines[start..end].Select(static l => l.StartsWith("##", StringComparison.Ordinal) ? l[1..] : l)));
    });

    private static (int Start, int End) LimitsOf(string file, string[] lines)
    {
        int start = Array.IndexOf(lines, LimitsHeading);
        int end = start < 0 ? -1 : Array.FindIndex(lines, start + 1, static l => l.StartsWith("## ", StringComparison.Ordinal));
        return end > 0 ? (start, end) : throw new InvalidDataException($"{file} has no section '{LimitsHeading}' with another behind it");
    }

    private string[] Lines(string file) => File.ReadAllLines(Path.Combine(root, file));

    private IEnumerable<string> FilesOf(string folder, SearchOption option) => Directory
        .EnumerateFiles(Path.Combine(root, folder), "*.md", option)
        .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);
}
