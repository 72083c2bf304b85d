using Markdig.Extensions.Tables;
using Markdig.Renderers;

namespace Racewalk.Site;

/// <summary>Tables that scroll within themselves where the page is too narrow for them.</summary>
internal sealed class ScrollingTableRenderer : HtmlTableRenderer
{
    /// <inheritdoc/>
    protected override void Write(HtmlRenderer renderer, Table table)
    {
        renderer.EnsureLine();
        renderer.Write("<div class=\"scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\">");
        base.Write(renderer, table);
        renderer.WriteLine("</div>");
    }
}
