using Racewalk.Site;

namespace Racewalk.Docs.Tests;

/// <summary>What is wrong with documentation is an error of the site, with its place.</summary>
public sealed class SiteProblemTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("racewalk-docs-");

    public SiteProblemTests()
    {
        _root.CreateSubdirectory("docs");
        File.WriteAllText(Path.Combine(_root.FullName, "LICENSE"), "Free.");
    }

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Build_WithNothingWrong_HasPagesAndRunsCommands()
    {
        SiteResult site = Build("# A\n\n[b](b.md#part)\n\n```racewalk holds\nracewalk check gup-fast/collapse\n```", "# B\n\n## Part");
        Assert.All(site.Problems, static p => Assert.Contains("scenarios/gup-fast/collapse.html, which is not on the site", p, StringComparison.Ordinal));
        Assert.Equal(1, site.CommandsRun);
    }

    [Theory]
    [InlineData("[b](c.md)", "docs/a.md:3: a link leads to c.html, which is not on the site")]
    [InlineData("Text,\n\n[b](b.md#nowhere)", "docs/a.md:5: a link leads to #nowhere, which is no heading of b.html")]
    [InlineData("[b](#nowhere)", "docs/a.md:3: a link leads to #nowhere, which is no heading of a.html")]
    [InlineData("[b](../../b.md)", "docs/a.md:3: the link '../../b.md' leads out of the repository")]
    [InlineData("![b](b.png)", "docs/a.md:3: the image 'b.png': the site has no images")]
    [InlineData("# Another", "a.html: a page has one heading of the first level, at its top")]
    [InlineData("### Deep", "a.html: 'Deep' is of level 3, below a heading of level 1")]
    [InlineData("```racewalk violated\nracewalk check gup-fast/collapse\n```", "docs/a.md:3: 'racewalk check gup-fast/collapse' returned 0, expected 1")]
    [InlineData("```racewalk holds\nracewalk check gup-fast/collapse --era E0\n```", "docs/a.md:3: 'racewalk check gup-fast/collapse --era E0' returned 1, expected 0")]
    [InlineData("```racewalk holds\nracewalk check gup-fast/colapse\n```", "docs/a.md:3: 'racewalk check gup-fast/colapse' returned 2, expected 0")]
    [InlineData("```racewalk maybe\nracewalk list\n```", "docs/a.md:3: 'racewalk maybe': expected racewalk VERDICT [summary]")]
    [InlineData("```racewalk holds briefly\nracewalk list\n```", "docs/a.md:3: 'racewalk holds briefly': expected racewalk VERDICT [summary]")]
    [InlineData("```racewalk\nracewalk list\n```", "docs/a.md:3: 'racewalk ': expected racewalk VERDICT [summary]")]
    [InlineData("```racewalk holds\nls\n```", "docs/a.md:3: 'ls' is no command of racewalk")]
    [InlineData("```racewalk holds\n```", "docs/a.md:3: the block has no command")]
    public void Build_WithAMistake_NamesItAndMakesNoSite(string text, string problem)
    {
        SiteResult site = Build("# A\n\n" + text, "# B");
        Assert.Contains(site.Problems, p => p.StartsWith(problem, StringComparison.Ordinal));
        Assert.Empty(site.Files);
    }

    [Fact]
    public void Build_WithAPageInNoPart_NamesIt()
    {
        File.WriteAllText(Path.Combine(_root.FullName, "docs", "forgotten.md"), "# Forgotten");
        Assert.Contains("docs/forgotten.md: is in no part of the book", Build("# A", "# B").Problems);
    }

    [Fact]
    public void Build_WithAPageThatNobodyLinksTo_NamesIt()
    {
        SiteResult Site(string text) => Build(text, s => [s.Page("docs/a.md"), s.Page("docs/b.md") with { Group = "hidden" }]);
        Assert.Contains("b.html: no page leads to this one", Site("# A").Problems);
        Assert.Empty(Site("# A\n\n[b](b.md)").Problems);
    }

    [Fact]
    public void Build_WithTags_ShowsThemAsText()
    {
        SiteResult site = Build("# A <b>\n\n<script>alert(1)</script> `<i>` and a < b\n\n<div onclick=\"x\">\n\n| <u> |\n|---|\n| <img src=x> |\n", "# B");
        string page = site.Files.Single(static f => f.Path == "a.html").Text;
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<div onclick", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<u>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("<code>&lt;i&gt;</code>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_Twice_GivesTheSameSite()
    {
        const string Text = "# A\n\n```racewalk violated\nracewalk check gup-fast/collapse --era E0\n```";
        SiteResult Site() => Build(Text, static s => [s.Page("docs/a.md"), s.Page("docs/b.md"), Scenario()]);
        SiteResult site = Site();
        Assert.Contains(site.Files, static f => f.Text.Contains("BROKEN: ", StringComparison.Ordinal));
        Assert.Equal(site.Files, Site().Files);
    }

    [Fact]
    public void Open_OfAFolderWithSomethingElse_Refuses()
    {
        Assert.Throws<IOException>(() => SiteFolder.Open(_root.FullName));
        Assert.Throws<IOException>(() => SiteFolder.Open(Path.Combine(_root.FullName, "LICENSE")));
        Assert.True(File.Exists(Path.Combine(_root.FullName, "LICENSE")));
    }

    [Fact]
    public void Write_OverAnOlderSite_LeavesNothingOfIt()
    {
        string folder = Path.Combine(_root.FullName, "site");
        SiteFolder.Open(folder).Write([("site.css", ""), ("old/page.html", "old")]);
        SiteFolder.Open(folder).Write([("site.css", ""), ("page.html", "new")]);
        Assert.False(Directory.Exists(Path.Combine(folder, "old")));
        Assert.Equal("new", File.ReadAllText(Path.Combine(folder, "page.html")));
    }

    private static PageDraft Scenario() =>
        new(SitePath.OfScenario("gup-fast/collapse"), static (page, _) => page.AddHeading(1, "gup-fast/collapse", "gup-fast"));

    private SiteResult Build(string a, string b)
    {
        File.WriteAllText(Path.Combine(_root.FullName, "docs", "b.md"), b);
        return Build(a, static s => [s.Page("docs/a.md"), s.Page("docs/b.md")]);
    }

    private SiteResult Build(string a, Func<Sources, IEnumerable<PageDraft>> make)
    {
        File.WriteAllText(Path.Combine(_root.FullName, "docs", "a.md"), a);
        if (!File.Exists(Path.Combine(_root.FullName, "docs", "b.md")))
        {
            File.WriteAllText(Path.Combine(_root.FullName, "docs", "b.md"), "# B");
        }

        return SiteBuilder.Build(_root.FullName, [new Part("All", make)], CancellationToken.None);
    }
}
