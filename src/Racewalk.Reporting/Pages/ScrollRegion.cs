using Racewalk.Reporting.Markup;

namespace Racewalk.Reporting.Pages;

/// <summary>What may be wider than the page: it scrolls by itself, with the keyboard, too.</summary>
public static class ScrollRegion
{
    /// <summary>Writes it.</summary>
    /// <param name="markup">Where.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="content">Writes what is in it.</param>
    public static void Write(MarkupWriter markup, string name, Action content) =>
        markup.Element("div", [("class", "rw-scroll"), ("role", "region"), ("aria-label", name), ("tabindex", "0")], content);
}
