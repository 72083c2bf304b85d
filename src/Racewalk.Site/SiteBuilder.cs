using System.Reflection;
using Racewalk.Reporting.Pages;

namespace Racewalk.Site;

/// <summary>A site, or what is wrong with the documentation that it would be of.</summary>
/// <param name="Files">The text of every file, by the site's path, in the order of the book; empty if there are problems.</param>
/// <param name="CommandsRun">How many commands of generated blocks were run.</param>
/// <param name="Problems">What is wrong.</param>
public sealed record SiteResult(IReadOnlyList<(string Path, string Text)> Files, int CommandsRun, IReadOnlyList<string> Problems);

/// <summary>Makes the documentation's site. Commands in it name files of the repository, which must be the current directory.</summary>
public static class SiteBuilder
{
    /// <summary>The path of the stylesheet.</summary>
    internal const string Stylesheet = "site.css";

    /// <summary>Makes the site of a repository. Nothing is written.</summary>
    /// <param name="root">The repository's folder.</param>
    /// <param name="cancellation">Ends the commands early, which is a problem each.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static SiteResult Build(string root, CancellationToken cancellation = default) => Build(root, Book.Parts, cancellation);

    /// <summary>Makes a site of other parts.</summary>
    internal static SiteResult Build(string root, IReadOnlyList<Part> parts, CancellationToken cancellation)
    {
        var problems = new Problems();
        var sources = new Sources(root);
        var reader = new MarkdownReader(problems, cancellation);
        List<Page> pages = [];
        foreach (Part part in parts)
        {
            foreach (PageDraft draft in part.Make(sources))
            {
                var text = new PageText(draft.Path);
                draft.Write(text, reader);
                pages.Add(new Page(part.Title, text, draft.Group));
            }
        }

        (string Path, string Text)[] files =
        [
            (Stylesheet, StylesheetText()),
            (SitePath.Of("LICENSE"), File.ReadAllText(Path.Combine(root, "LICENSE"))),
            .. SchemaReference.Files(),
        ];
        foreach (string file in sources.Unused)
        {
            problems.Add(file, "is in no part of the book");
        }

        SiteCheck.Check(pages, [.. files.Select(static f => f.Path)], problems);
        return new SiteResult(
            problems.All.Count > 0 ? [] : [.. pages.Select(p => (p.Path, PageTemplate.Of(p, pages))), .. files], reader.CommandsRun, problems.All);
    }

    private static string StylesheetText()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Stylesheet)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd() + ReportSheet.Drawings + "\n";
    }
}
