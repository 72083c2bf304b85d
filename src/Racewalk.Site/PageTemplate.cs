using System.Text;

namespace Racewalk.Site;

/// <summary>What all pages have around their text. The text comes first in the source, so that nobody has to pass the contents to get to it.</summary>
internal static class PageTemplate
{
    private const string Main = "page-text";
    private const string Contents = "page-contents";

    /// <summary>A page as a document.</summary>
    /// <param name="page">The page.</param>
    /// <param name="all">All pages in order.</param>
    internal static string Of(Page page, IReadOnlyList<Page> all)
    {
        string title = page.Path == all[0].Path ? page.Title : $"{page.Title} - {all[0].Title}";
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{Html.Encode(title)}</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="{SitePath.Relative(page.Path, SiteBuilder.Stylesheet)}">
            </head>
            <body>
            <a class="skip" href="#{Main}">Skip to the text</a>
            <header>{LinkTo(page, all[0])} <a class="to-contents" href="#{Contents}">Contents</a></header>
            <div class="columns">
            <main id="{Main}" tabindex="-1">
            {page.Text.Body.TrimEnd('\n')}
            {Neighbours(page, all)}
            </main>
            <nav id="{Contents}" aria-label="Contents" tabindex="-1">
            {ContentsOf(page, all).TrimEnd('\n')}
            </nav>
            </div>
            </body>
            </html>

            """.ReplaceLineEndings("\n");
    }

    private static string ContentsOf(Page page, IReadOnlyList<Page> all)
    {
        var html = new StringBuilder();
        foreach (IGrouping<string, Page> part in all.Where(p => p.Group is null || p.Group == page.Group).GroupBy(static p => p.Part, StringComparer.Ordinal))
        {
            html.Append("<p class=\"part\">").Append(Html.Encode(part.Key)).Append("</p>\n<ul>\n");
            foreach (Page entry in part)
            {
                html.Append(entry.Group is null ? "<li>" : "<li class=\"inner\">").Append(LinkTo(page, entry));
                html.Append(entry == page ? SectionsOf(page) : "").Append("</li>\n");
            }

            html.Append("</ul>\n");
        }

        return html.ToString();
    }

    private static string SectionsOf(Page page)
    {
        string items = string.Concat(page.Text.Headings.Where(static h => h.Level == 2).Select(static h => $"<li>{Html.Link("#" + h.Id, Html.Encode(h.Text))}</li>\n"));
        return items.Length == 0 ? "" : $"\n<ul>\n{items}</ul>";
    }

    private static string Neighbours(Page page, IReadOnlyList<Page> all)
    {
        int place = all.Select(static p => p.Path).ToList().IndexOf(page.Path);
        string previous = place == 0 ? "" : $"<span>Previous: {LinkTo(page, all[place - 1])}</span>";
        string next = place == all.Count - 1 ? "" : $"<span>Next: {LinkTo(page, all[place + 1])}</span>";
        return $"<nav class=\"neighbours\" aria-label=\"Previous and next page\">{previous} {next}</nav>";
    }

    private static string LinkTo(Page from, Page to) => from == to
        ? $"<a href=\"{Html.Encode(SitePath.Relative(from.Path, to.Path))}\" aria-current=\"page\">{Html.Encode(to.Title)}</a>"
        : Html.Link(SitePath.Relative(from.Path, to.Path), Html.Encode(to.Title));
}
