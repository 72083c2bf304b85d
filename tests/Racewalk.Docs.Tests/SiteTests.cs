using AngleSharp.Dom;
using Racewalk.Cli;
using Racewalk.Scenarios;
using Racewalk.Site;

namespace Racewalk.Docs.Tests;

/// <summary>The whole site, as readers get it.</summary>
public sealed class SiteTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static readonly string[] s_tags =
    [
        "a", "blockquote", "body", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "head", "header", "hr", "html", "li", "link", "main", "meta", "nav", "ol", "p", "pre", "span",
        "strong", "table", "tbody", "td", "th", "thead", "title", "tr", "ul",
    ];

    private IEnumerable<(string Page, IDocument Document)> All => site.Documents.Select(static p => (p.Key, p.Value));

    [Fact]
    public void Build_OfThisRepository_HasNoProblems() => Assert.Empty(site.Result.Problems);

    [Fact]
    public void Build_OfThisRepository_HasAPageForEachDocumentAndScenario()
    {
        int documents = Pages.All.Count(static p => p.StartsWith("docs/", StringComparison.Ordinal));
        Assert.True(documents >= 40, $"{documents} documents");

        // README.md, its limits, CHANGELOG.md, CONTRIBUTING.md, the catalogue, the commands, the schemas.
        Assert.Equal(documents + 7 + Catalogue.All.Count, site.Documents.Count);
    }

    [Fact]
    public void Page_HasOnlyTagsOfTheTemplateAndOfMarkdown() => Assert.All(
        All, p => Assert.Empty(p.Document.All.Where(static e => e.Closest("svg") is null).Select(static e => e.LocalName).Except(s_tags, StringComparer.Ordinal)));

    [Fact]
    public void Page_RaceTables_HaveTheirPicturesBeforeThem()
    {
        string[] shapes = ["svg", "title", "desc", "rect", "text", "line", "g", "path", "circle"];
        IElement[] pictures = [.. All.SelectMany(static p => p.Document.QuerySelectorAll("svg"))];

        Assert.NotEmpty(pictures);
        Assert.All(pictures, picture =>
        {
            Assert.Empty(picture.QuerySelectorAll("*").Select(static e => e.LocalName).Except(shapes, StringComparer.Ordinal));
            Assert.Equal("img", picture.GetAttribute("role"));
            Assert.Contains("BROKEN", picture.Closest("div")!.NextElementSibling!.TextContent, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Page_LoadsNothingFromElsewhereAndNeedsNoScript() => Assert.All(All, p =>
    {
        Assert.Empty(p.Document.QuerySelectorAll("script, img, iframe, style, [onclick], [src]"));

        // A column's alignment is all that Markdown says of style.
        Assert.All(p.Document.QuerySelectorAll("[style]"), static e => Assert.Matches("^text-align: (left|center|right);$", e.GetAttribute("style")));
        Assert.All(p.Document.QuerySelectorAll("link"), l => Assert.DoesNotContain("//", l.GetAttribute("href"), StringComparison.Ordinal));
    });

    [Fact]
    public void Page_HasLanguageTitleAndLandmarks() => Assert.All(All, p =>
    {
        Assert.Equal("en", p.Document.DocumentElement.GetAttribute("lang"));
        Assert.False(string.IsNullOrWhiteSpace(p.Document.Title));
        Assert.Single(p.Document.QuerySelectorAll("main"));
        Assert.Single(p.Document.QuerySelectorAll("body > header"));
        Assert.All(p.Document.QuerySelectorAll("nav"), n => Assert.False(string.IsNullOrEmpty(n.GetAttribute("aria-label"))));
        Assert.Equal("#" + p.Document.QuerySelector("main")!.Id, p.Document.QuerySelector("body > a:first-child")!.GetAttribute("href"));
    });

    [Fact]
    public void Titles_OfPages_Differ() => Assert.Equal(site.Documents.Count, All.Select(static p => p.Document.Title).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void Page_IsTheCurrentOneInItsContents() => Assert.All(All, p =>
    {
        IElement current = Assert.Single(p.Document.QuerySelectorAll("#page-contents [aria-current=page]"));
        Assert.Equal(p.Page, Target(p.Page, current.GetAttribute("href")!).Path);
    });

    [Fact]
    public void Headings_AreInOrder() => Assert.All(All, p =>
    {
        int[] levels = [.. p.Document.QuerySelectorAll("h1, h2, h3, h4, h5, h6").Select(static h => h.LocalName[1] - '0')];
        Assert.Equal(1, levels[0]);
        Assert.DoesNotContain(1, levels[1..]);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1, $"{p.Page}: h{pair.Second} below h{pair.First}"));
    });

    [Fact]
    public void Anchors_OfAPage_Differ() => Assert.All(All, p =>
        Assert.Empty(p.Document.QuerySelectorAll("[id]").GroupBy(static e => e.Id!, StringComparer.Ordinal).Where(static g => g.Count() > 1).Select(static g => g.Key)));

    [Fact]
    public void Links_LeadToFilesAndAnchors()
    {
        int links = 0;
        Assert.All(All, p => Assert.All(Links(p.Document), href =>
        {
            Assert.False(href.StartsWith('/'), $"{p.Page}: {href}");
            (string path, string fragment) = Target(p.Page, href);
            Assert.True(File.Exists(Path.Combine(site.Folder, path)), $"{p.Page} links to {href}");
            Assert.True(fragment.Length == 0 || site.Documents[path].GetElementById(fragment) is not null, $"{p.Page} links to {href}");
            links++;
        }));
        Assert.True(links > 1000, $"{links} links");
    }

    [Fact]
    public void Pages_AreReachedFromTheFirst()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { "index.html" };
        var pending = new Stack<string>(reached);
        while (pending.TryPop(out string? page))
        {
            foreach (string next in Links(site.Documents[page]).Select(h => Target(page, h).Path).Where(n => site.Documents.ContainsKey(n) && reached.Add(n)))
            {
                pending.Push(next);
            }
        }

        Assert.Empty(site.Documents.Keys.Except(reached, StringComparer.Ordinal));
    }

    [Fact]
    public void CodeAndTables_ScrollAndAreReachedWithTheKeyboard() => Assert.All(All, p => Assert.All(p.Document.QuerySelectorAll("pre, table"), e =>
    {
        IElement box = e.ParentElement!;
        Assert.Equal("scroll", box.ClassName);
        Assert.Equal("0", box.GetAttribute("tabindex"));
        Assert.False(string.IsNullOrEmpty(box.GetAttribute("aria-label")));
    }));

    [Fact]
    public void GeneratedBlocks_OfChapters_AllRan()
    {
        string[] commands = [.. Pages.All.SelectMany(page => GeneratedCommandsOf(Pages.Lines(page)))];
        Assert.True(commands.Length > 60, $"{commands.Length} commands");
        Assert.Equal(commands.Length, site.Result.CommandsRun);
        string[] shown = [.. All.SelectMany(static p => p.Document.QuerySelectorAll("[aria-label^='Output of ']")).Select(static e => e.TextContent)];
        Assert.Equal(commands.Order(StringComparer.Ordinal), shown.Select(static s => s.Split('\n')[0]["$ ".Length..]).Order(StringComparer.Ordinal));
        Assert.All(shown, static s => Assert.True(s.Split('\n').Length > 1, s));
    }

    [Theory]
    [InlineData("threads/gup-fast-against-collapse.html")]
    [InlineData("threads/hvo-read-only-tails.html")]
    [InlineData("threads/hvo-on-arm64.html")]
    [InlineData("threads/collapse-without-mmap-lock.html")]
    [InlineData("threads/ptep-get-lockless.html")]
    public void Chapter_OfAThread_HasClaimsAndRaceTables(string page)
    {
        IDocument document = site.Documents[page];
        Assert.Contains(document.QuerySelectorAll("th"), static h => h.TextContent == "Verdict" || h.TextContent == "Property");
        Assert.Contains(document.QuerySelectorAll("[aria-label^='Output of ']"), static e => e.TextContent.Contains("\nBROKEN: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Outputs_HaveNoTimes() => Assert.All(
        All.SelectMany(static p => p.Document.QuerySelectorAll("[aria-label^='Output of '] pre")),
        static e => Assert.DoesNotMatch(@"in \d+\.\d+ s", e.TextContent));

    [Fact]
    public void Commands_OfTheReference_AreThoseOfTheProgram()
    {
        string[] headings = [.. site.Documents["reference/commands.html"].QuerySelectorAll("h2").Select(static h => h.TextContent)];
        (int _, string help) = CommandRunner.Run(["--help"]);
        string[] commands = [.. help.Split("Commands:\n")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => l.Trim().Split(' ')[0])];
        Assert.Contains("check", commands);
        Assert.All(commands, c => Assert.Contains("racewalk " + c, headings));
        string check = site.Documents["reference/commands.html"].QuerySelector("[aria-label='Options of racewalk check']")!.TextContent;
        Assert.All(["--arch ARCH", "--symmetry", "--replay TOKEN", "--drop STEP"], option => Assert.Contains(option, check, StringComparison.Ordinal));
    }

    [Fact]
    public void ExitCodes_OfTheCommandLinesPage_AreTheProgramsOwn()
    {
        IElement table = site.Documents["cli.html"].GetElementById("exit-codes")!.NextElementSibling!;
        Assert.Equal(ExitCodes.Meanings.Select(static m => $"{m.Code}"), table.QuerySelectorAll("tbody td:first-child").Select(static c => c.TextContent));
    }

    private static IEnumerable<string> Links(IDocument document) => document.QuerySelectorAll("a, link")
        .Select(static a => a.GetAttribute("href")!)
        .Where(static h => !h.StartsWith("https://", StringComparison.Ordinal) && h != "data:,");

    private static (string Path, string Fragment) Target(string page, string href)
    {
        var target = new Uri(new Uri("site:/" + page), href);
        return (target.AbsolutePath.TrimStart('/'), target.Fragment.TrimStart('#'));
    }

    private static IEnumerable<string> GeneratedCommandsOf(string[] lines)
    {
        bool inside = false;
        foreach (string line in lines)
        {
            bool isFence = line.StartsWith("```", StringComparison.Ordinal);
            if (inside && !isFence)
            {
                yield return line;
            }

            inside = isFence ? line.StartsWith("```racewalk ", StringComparison.Ordinal) : inside;
        }
    }
}
