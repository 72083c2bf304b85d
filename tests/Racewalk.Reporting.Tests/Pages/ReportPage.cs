using System.Xml.Linq;

namespace Racewalk.Reporting.Tests.Pages;

/// <summary>A page that was written, looked at as its readers' programs do.</summary>
internal static class ReportPage
{
    /// <summary>Reads a page and checks what is true of all pages.</summary>
    public static XElement Read(string page)
    {
        const string Doctype = "<!DOCTYPE html>\n";
        Assert.StartsWith(Doctype, page, StringComparison.Ordinal);
        XElement html = XElement.Parse(page[Doctype.Length..], LoadOptions.PreserveWhitespace);

        // Nothing is asked of anybody: no scripts, no addresses but places in the page itself.
        Assert.DoesNotContain(html.Descendants(), static e => e.Name.LocalName is "script" or "link" or "iframe" or "object" or "form");
        Assert.DoesNotContain(html.Descendants().Attributes(), static a => a.Name.LocalName is "src" or "style" || a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        string[] identifiers = [.. html.Descendants().Attributes("id").Select(static a => a.Value)];
        Assert.Equal(identifiers.Distinct(), identifiers);
        Assert.All(html.Descendants().Attributes("href"), a => Assert.Contains(a.Value[1..], identifiers));

        // Headings in order, and what scrolls can be reached by the keyboard and has a name.
        Assert.Single(html.Descendants("h1"));
        int[] levels = [.. html.Descendants().Where(static e => e.Name.LocalName is "h1" or "h2" or "h3").Select(static e => e.Name.LocalName[1] - '0')];
        Assert.All(levels.Zip(levels.Skip(1)), static l => Assert.True(l.Second <= l.First + 1));
        Assert.All(html.Descendants("svg").Concat(html.Descendants("pre")).Concat(html.Descendants("table")), static e =>
        {
            XElement region = e.Ancestors().First(static a => a.Attribute("role")?.Value == "region");
            Assert.Equal("0", region.Attribute("tabindex")?.Value);
            Assert.NotEqual("", region.Attribute("aria-label")?.Value);
        });
        Assert.All(html.Descendants("svg"), static e => Assert.Equal("img", e.Attribute("role")?.Value));
        Assert.Single(html.Descendants("main"));
        return html;
    }

    public static string[] Headings(XElement html) => [.. html.Descendants().Where(static e => e.Name.LocalName is "h2" or "h3").Select(static e => e.Value)];
}
