using System.Text;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Racewalk.Reporting.Markup;
using Racewalk.Reporting.Pictures;
using Racewalk.Reporting.Race;
using Racewalk.Scenarios;

namespace Racewalk.Site;

/// <summary>Blocks of code; those of <see cref="GeneratedBlock"/> with what their commands write.</summary>
internal sealed class BlockRenderer(
    PageText page, string file, int firstLine, Problems problems, CancellationToken cancellation, Action commandRun) : HtmlObjectRenderer<CodeBlock>
{
    private const string Prompt = "$ ";

    /// <inheritdoc/>
    protected override void Write(HtmlRenderer renderer, CodeBlock block)
    {
        renderer.EnsureLine();
        string[] lines = [.. (block.Lines.Lines ?? []).Take(block.Lines.Count).Select(static l => l.Slice.ToString())];
        switch (block)
        {
            case FencedCodeBlock { Info: GeneratedBlock.Info } fence:
                renderer.Write(Generated($"{file}:{firstLine + fence.Line}", fence.Arguments ?? "", lines));
                break;
            case FencedCodeBlock { Info: "console" }:
                renderer.Write(Html.Scrolling("Commands and their output", $"<pre><code>{string.Join('\n', lines.Select(ConsoleLine))}</code></pre>"));
                break;
            default:
                renderer.Write(Html.Scrolling("Code", $"<pre><code>{Html.Encode(string.Join('\n', lines))}</code></pre>"));
                break;
        }
    }

    private string Generated(string where, string words, string[] lines)
    {
        var html = new StringBuilder();
        foreach (GeneratedOutput output in GeneratedBlock.Parse(where, words, lines, problems)?.Run(problems, cancellation) ?? [])
        {
            commandRun();
            html.Append(Picture(output)).Append(Html.Scrolling(
                $"Output of {output.Command}", $"<pre><code>{ConsoleLine(Prompt + output.Command)}\n{Html.Encode(string.Join('\n', output.Lines))}</code></pre>"));
        }

        return html.ToString();
    }

    // The race as lanes; the text behind it says the same for those who see no pictures.
    private static string Picture(GeneratedOutput output)
    {
        if (output.Verdict is not { } verdict || RaceStory.Of(verdict) is not { } story)
        {
            return "";
        }

        var markup = new MarkupWriter();
        PictureDrawing.Write(markup, $"{verdict.Scenario.Id} {verdict.Configuration}, under {verdict.Model}", RacePictureBuilder.Of(story, RaceTableOptions.For(verdict)));
        return Html.Scrolling($"The race of {output.Command}", markup.ToString());
    }

    // What was typed is not what was written, and a scenario's name leads to its page.
    private string ConsoleLine(string line) => line.StartsWith(Prompt, StringComparison.Ordinal)
        ? $"<span class=\"typed\">{string.Join(' ', line.Split(' ').Select(Word))}</span>"
        : Html.Encode(line);

    private string Word(string word) => Catalogue.All.Ids.Contains(word, StringComparer.Ordinal) ? ScenarioNameRenderer.Link(page, word) : Html.Encode(word);
}
