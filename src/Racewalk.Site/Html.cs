using System.Net;

namespace Racewalk.Site;

/// <summary>Text in HTML.</summary>
internal static class Html
{
    /// <summary>A text as it stands between tags and in attributes with double quotes.</summary>
    internal static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A link.</summary>
    /// <param name="href">Where it leads, not encoded yet.</param>
    /// <param name="html">What it shows, encoded already.</param>
    internal static string Link(string href, string html) => $"<a href=\"{Encode(href)}\">{html}</a>";

    /// <summary>Something wide, in a box that scrolls and can be reached with the keyboard.</summary>
    /// <param name="label">What a screen reader says of it.</param>
    /// <param name="html">What is in it.</param>
    internal static string Scrolling(string label, string html) =>
        $"<div class=\"scroll\" role=\"group\" aria-label=\"{Encode(label)}\" tabindex=\"0\">{html}</div>\n";
}
