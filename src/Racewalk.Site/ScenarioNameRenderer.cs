using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;
using Racewalk.Scenarios;

namespace Racewalk.Site;

/// <summary>Code within a line; a scenario's name links to its page, which Markdown cannot do, as the pages of the catalogue are generated.</summary>
internal sealed class ScenarioNameRenderer(PageText page) : HtmlObjectRenderer<CodeInline>
{
    /// <inheritdoc/>
    protected override void Write(HtmlRenderer renderer, CodeInline code)
    {
        bool isScenario = Catalogue.All.Ids.Contains(code.Content, StringComparer.Ordinal) && code.Parent is not LinkInline;
        renderer.Write($"<code>{(isScenario ? Link(page, code.Content) : Html.Encode(code.Content))}</code>");
    }

    /// <summary>A link to a scenario's page; its name alone on that page itself.</summary>
    internal static string Link(PageText page, string id)
    {
        string target = SitePath.OfScenario(id);
        if (target == page.Path)
        {
            return Html.Encode(id);
        }

        page.Note(new SiteLink(page.Path, target, ""));
        return Html.Link(SitePath.Relative(page.Path, target), Html.Encode(id));
    }
}
