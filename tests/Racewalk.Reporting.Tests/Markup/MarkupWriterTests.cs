using Racewalk.Reporting.Markup;

namespace Racewalk.Reporting.Tests.Markup;

public sealed class MarkupWriterTests
{
    [Fact]
    public void Text_WithMarkupInIt_IsShownAsText()
    {
        var markup = new MarkupWriter();

        markup.Text("p", "</p><script>alert(1)</script>&amp;", ("title", "\"><img src=x onerror=alert(1)>"));

        Assert.Equal("<p title=\"&quot;&gt;&lt;img src=x onerror=alert(1)&gt;\">&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;</p>", markup.ToString());
    }

    [Fact]
    public void Text_WithCharactersThatNoMarkupHas_ShowsReplacements()
    {
        var markup = new MarkupWriter();

        markup.Text("a\0b\ud800c");

        Assert.Equal("a\ufffdb\ufffdc", markup.ToString());
    }

    [Fact]
    public void Element_Empty_HasAnEndTagUnlessHtmlHasNone()
    {
        var markup = new MarkupWriter();

        markup.Element("div", [("class", null), ("id", "x")]).Element("br");

        Assert.Equal("<div id=\"x\"></div><br />", markup.ToString());
    }

    [Fact]
    public void Style_WithAnEndTag_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new MarkupWriter().Style("a{}</style>"));

    [Fact]
    public void Write_APage_AsksNobodyAndRunsNothing()
    {
        string page = HtmlPage.Write("<x>", "b{}", static m => m.Text("b", "text"));

        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.Contains("<title>&lt;x&gt;</title>", page, StringComparison.Ordinal);
    }
}
