namespace Racewalk.Site;

/// <summary>A page of the site.</summary>
/// <param name="Part">The title of the part of the book that it is in.</param>
/// <param name="Text">What stands on it.</param>
/// <param name="Group">Pages of a group are in the contents of that group's pages only; null for a page that is in the contents of all.</param>
internal sealed record Page(string Part, PageText Text, string? Group = null)
{
    /// <summary>The site's path.</summary>
    internal string Path => Text.Path;

    /// <summary>The text of the first heading.</summary>
    internal string Title => Text.Headings.Count > 0 ? Text.Headings[0].Text : Path;
}
