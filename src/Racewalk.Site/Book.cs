namespace Racewalk.Site;

/// <summary>A part of the book.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Make">Makes its pages, in order.</param>
internal sealed record Part(string Title, Func<Sources, IEnumerable<PageDraft>> Make);

/// <summary>The parts in order. A page of <c>docs/</c> that is in none of them is an error.</summary>
internal static class Book
{
    /// <summary>The parts.</summary>
    internal static IReadOnlyList<Part> Parts { get; } =
    [
        new("Start", static s => [s.WithoutLimits("README.md"), s.Page("docs/tutorial.md")]),
        new("The threads", static s =>
        [
            s.Page("docs/threads/gup-fast-against-collapse.md"),
            s.Page("docs/threads/hvo-read-only-tails.md"),
            s.Page("docs/threads/hvo-on-arm64.md"),
            s.Page("docs/threads/collapse-without-mmap-lock.md"),
            s.Page("docs/threads/ptep-get-lockless.md"),
        ]),
        new("Scenarios", static _ => ScenarioPages.All()),
        new("Litmus and cat", static s =>
            [s.Page("docs/litmus.md"), s.Page("docs/cat.md"), s.Page("docs/protocol-rows.md"), s.Page("docs/models/translation.md")]),
        new("Reference", static s =>
        [
            CommandReference.Page(), s.Page("docs/cli.md"), s.Page("docs/explorer.md"), SchemaReference.Page(), s.Page("docs/pipelines.md"), s.Page("docs/cluster.md"),
            s.Page("docs/native.md"), s.Page("docs/testing.md"), s.Page("docs/analyzer.md"),
        ]),
        new("Limits", static s => [s.OnlyLimits("README.md")]),
        new("Recipes", static s => [.. s.Folder("docs/recipes"), s.Page("CONTRIBUTING.md")]),
        new("Engine", static s =>
        [
            s.Page("docs/engine.md"), s.Page("docs/counts.md"), s.Page("docs/searches.md"), s.Page("docs/estimates.md"), s.Page("docs/figures.md"),
            s.Page("docs/status.md"),
        ]),
        new("Decisions", static s => s.Folder("docs/decisions")),
        new("Changelog", static s => [s.Page("CHANGELOG.md")]),
    ];
}
