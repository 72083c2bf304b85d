using Racewalk.Litmus.Checking;
using Racewalk.Reporting.Markup;

namespace Racewalk.Reporting.Pages;

/// <summary>What a page of a litmus test has in it.</summary>
public sealed record LitmusPageContent
{
    /// <summary>The result.</summary>
    public required LitmusResult Result { get; init; }

    /// <summary>The test's text.</summary>
    public required string Source { get; init; }

    /// <summary>The test's architecture.</summary>
    public required string Architecture { get; init; }

    /// <summary>The name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Whether the model was asked why no execution satisfies the condition.</summary>
    public bool IsExplained { get; init; }

    /// <summary>The nearest candidate that would satisfy the condition; null if no choice of values gives such a state at all.</summary>
    public Forbidden? Forbidden { get; init; }

    /// <summary>The command line that made the page.</summary>
    public required string CommandLine { get; init; }

    /// <summary>The version of racewalk.</summary>
    public required string Version { get; init; }
}

/// <summary>A result of a litmus test as a page of its own, which needs nothing from elsewhere.</summary>
public static class LitmusPage
{
    /// <summary>The page.</summary>
    public static string Write(LitmusPageContent content) => HtmlPage.Write($"{content.Result.Name}, {content.Model}", ReportSheet.Rules, markup => markup.Element("main", () =>
    {
        LitmusResult result = content.Result;
        markup.Text("h1", result.Name);
        markup.Text("p", $"A litmus test for {content.Architecture}, under the model {content.Model}.");
        LitmusSections.WriteVerdict(markup, result);
        LitmusSections.WriteGraph(markup, result, content.IsExplained, content.Forbidden);
        LitmusSections.WriteStates(markup, result);
        LitmusSections.WriteSource(markup, content.Source);
        markup.Element("p", [("class", "rw-quietly")], () => markup.Text("Made by ").Text("code", content.CommandLine).Text($", racewalk {content.Version}."));
    }));
}
