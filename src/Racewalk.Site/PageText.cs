using System.Text;

namespace Racewalk.Site;

/// <summary>A heading of a page.</summary>
/// <param name="Level">1 to 6.</param>
/// <param name="Text">Its text.</param>
/// <param name="Id">Its anchor.</param>
internal sealed record Heading(int Level, string Text, string Id);

/// <summary>A link within the site.</summary>
/// <param name="Where">The place that has it, for messages: a file of the repository with the line, or a page.</param>
/// <param name="Target">The site's path that it leads to.</param>
/// <param name="Fragment">The anchor there; empty for the top.</param>
internal sealed record SiteLink(string Where, string Target, string Fragment);

/// <summary>A cell of a table.</summary>
/// <param name="Text">What it says.</param>
/// <param name="IsCode">Whether that is code.</param>
/// <param name="Target">The site's path that it links to.</param>
internal readonly record struct Cell(string Text, bool IsCode = false, string? Target = null)
{
    public static implicit operator Cell(string text) => new(text);
}

/// <summary>What stands on a page, as HTML, with its headings and links.</summary>
/// <param name="path">The site's path of the page.</param>
internal sealed class PageText(string path)
{
    private readonly StringBuilder _html = new();
    private readonly List<Heading> _headings = [];
    private readonly List<SiteLink> _links = [];

    /// <summary>The site's path of the page.</summary>
    internal string Path => path;

    /// <summary>The headings, in order.</summary>
    internal IReadOnlyList<Heading> Headings => _headings;

    /// <summary>The links to other pages and within this one.</summary>
    internal IReadOnlyList<SiteLink> Links => _links;

    /// <summary>The text.</summary>
    internal string Body => _html.ToString();

    /// <summary>Adds HTML that was made elsewhere.</summary>
    internal void Add(string html) => _html.Append(html);

    /// <summary>Notes a heading that is in the HTML already.</summary>
    internal void Note(Heading heading) => _headings.Add(heading);

    /// <summary>Notes a link that is in the HTML already.</summary>
    internal void Note(SiteLink link) => _links.Add(link);

    /// <summary>Adds a heading.</summary>
    internal void AddHeading(int level, string text, string id)
    {
        Note(new Heading(level, text, id));
        Add($"<h{level} id=\"{Html.Encode(id)}\">{Html.Encode(text)}</h{level}>\n");
    }

    /// <summary>Adds a paragraph.</summary>
    internal void AddParagraph(params IEnumerable<Cell> parts) => Add($"<p>{string.Concat(parts.Select(Format))}</p>\n");

    /// <summary>Adds something to be typed or read as it is.</summary>
    internal void AddCode(string label, string text) => Add(Html.Scrolling(label, $"<pre><code>{Html.Encode(text)}</code></pre>"));

    /// <summary>Adds a table; nothing if it has no rows.</summary>
    internal void AddTable(string label, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<Cell>> rows)
    {
        string body = string.Concat(rows.Select(row => $"<tr>{string.Concat(row.Select(cell => $"<td>{Format(cell)}</td>"))}</tr>\n"));
        if (body.Length > 0)
        {
            string head = string.Concat(header.Select(static h => $"<th scope=\"col\">{Html.Encode(h)}</th>"));
            Add(Html.Scrolling(label, $"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>"));
        }
    }

    private string Format(Cell cell)
    {
        string html = Html.Encode(cell.Text);
        html = cell.IsCode && html.Length > 0 ? $"<code>{html}</code>" : html;
        if (cell.Target is not { } target)
        {
            return html;
        }

        Note(new SiteLink(path, target, ""));
        return Html.Link(SitePath.Relative(path, target), html);
    }
}
