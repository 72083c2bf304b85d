using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Racewalk.Site;

/// <summary>Turns Markdown into pages. Tags in it are text, as the documentation has no HTML of its own.</summary>
/// <param name="problems">Takes what is wrong with it.</param>
/// <param name="cancellation">Ends the commands of generated blocks.</param>
internal sealed class MarkdownReader(Problems problems, CancellationToken cancellation)
{
    private readonly MarkdownPipeline _pipeline =
        new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    /// <summary>How many commands of generated blocks were run.</summary>
    internal int CommandsRun { get; private set; }

    /// <summary>Reads a file, or a part of one, into a page.</summary>
    /// <param name="page">Takes the text.</param>
    /// <param name="file">The file, for links and messages.</param>
    /// <param name="firstLine">The line that the text begins at, from 1.</param>
    /// <param name="markdown">The text.</param>
    internal void Read(PageText page, string file, int firstLine, string markdown)
    {
        MarkdownDocument document = Markdown.Parse(markdown, _pipeline);
        foreach (LinkInline link in document.Descendants<LinkInline>().ToList())
        {
            Rewrite(page, file, link, $"{file}:{firstLine + LineOf(link)}");
        }

        foreach (HeadingBlock heading in document.Descendants<HeadingBlock>())
        {
            page.Note(new Heading(heading.Level, TextOf(heading.Inline), heading.GetAttributes().Id ?? ""));
        }

        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        _pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new BlockRenderer(page, file, firstLine, problems, cancellation, () => CommandsRun++));
        renderer.ObjectRenderers.Replace<CodeInlineRenderer>(new ScenarioNameRenderer(page));
        renderer.ObjectRenderers.Replace<HtmlTableRenderer>(new ScrollingTableRenderer());
        renderer.Render(document);
        page.Add(writer.ToString());
    }

    private void Rewrite(PageText page, string file, LinkInline link, string where)
    {
        string url = link.Url ?? "";
        if (link.IsImage)
        {
            problems.Add(where, $"the image '{url}': the site has no images");
            return;
        }

        if (url.Contains("://", StringComparison.Ordinal))
        {
            return;
        }

        int hash = url.IndexOf('#', StringComparison.Ordinal);
        string path = hash < 0 ? url : url[..hash];
        string fragment = hash < 0 ? "" : url[(hash + 1)..];
        string? named = path.Length == 0 ? file : SitePath.Resolve(file, path);
        if (named is null)
        {
            problems.Add(where, $"the link '{url}' leads out of the repository");
            return;
        }

        string target = path.Length == 0 ? page.Path : SitePath.Of(named);
        page.Note(new SiteLink(where, target, fragment));
        link.Url = (target == page.Path && fragment.Length > 0 ? "" : SitePath.Relative(page.Path, target)) + (fragment.Length > 0 ? "#" + fragment : "");
    }

    // Inlines know their line only as far as their block does.
    private static int LineOf(Inline inline)
    {
        ContainerInline? top = inline.Parent;
        while (top?.Parent is { } parent)
        {
            top = parent;
        }

        return top?.ParentBlock?.Line ?? 0;
    }

    private static string TextOf(ContainerInline? inlines) => string.Concat((inlines?.Descendants() ?? []).Select(static i => i switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        _ => "",
    }));
}
