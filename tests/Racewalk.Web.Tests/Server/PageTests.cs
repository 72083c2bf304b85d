using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Racewalk.Scenarios;

namespace Racewalk.Web.Tests.Server;

public sealed class PageTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Broken = "/check/gup-fast/collapse?arch=arm64&era=E1&refcount=relaxed";

    [Fact]
    public async Task Get_TheCatalogue_HasEveryScenarioAndEachCellLeadsToAVerdict()
    {
        (HttpStatusCode status, IDocument page) = await server.GetAsync("/");

        Assert.Equal(HttpStatusCode.OK, status);
        string[] scenarios = [.. page.QuerySelectorAll("th[scope=row] a").Select(static a => a.TextContent)];
        Assert.Equal(Catalogue.All.Ids.Order(StringComparer.Ordinal), scenarios.Order(StringComparer.Ordinal));
        Assert.All(page.QuerySelectorAll("td a"), static a => Urls.CheckAddress.Read(a.GetAttribute("href")!));
    }

    [Fact]
    public async Task Get_AScenario_HasAFormOfItsAxesAndSteps()
    {
        (_, IDocument page) = await server.GetAsync("/scenario/gup-fast/collapse?era=E0&drop=gup-irq-off");

        Scenario scenario = Catalogue.Find("gup-fast/collapse")!;
        var form = (IHtmlFormElement)page.QuerySelector("form")!;
        Assert.Equal([.. scenario.Axes.Select(static a => a.Name), "model"], form.QuerySelectorAll("select").Select(static s => s.GetAttribute("name")));
        Assert.Equal("E0", ((IHtmlSelectElement)form.QuerySelector("select[name=era]")!).Value);
        Assert.Equal(scenario.Steps.Count(static s => s.Droppable), form.QuerySelectorAll("input[name=drop]").Length);
        Assert.Equal("gup-irq-off", Assert.Single(form.QuerySelectorAll("input[checked]")).GetAttribute("value"));
        Assert.All(form.QuerySelectorAll("select"), s => Assert.NotNull(page.QuerySelector($"label[for={s.Id}]")));
    }

    [Fact]
    public async Task Get_AViolation_ShowsTheVerdictAndTheExecution()
    {
        (HttpStatusCode status, IDocument page) = await server.GetAsync(Broken);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("violated: a property breaks in 1 of 15 executions", page.QuerySelector(".rw-verdict")!.TextContent);
        Assert.Equal(2, page.QuerySelectorAll("svg[role=img]").Length);
        Assert.Equal("Before the first of 12 steps", page.QuerySelector("#step-heading")!.TextContent);
    }

    [Fact]
    public async Task Get_EachStep_ShowsTheStateThatTheStepsBeforeHaveLeft()
    {
        List<string> pmd = [];
        for (int step = 0; step <= 12; step++)
        {
            (_, IDocument page) = await server.GetAsync($"{Broken}&step={step}");
            pmd.Add(page.QuerySelectorAll("#step-through tr").Single(static r => r.QuerySelector("th")?.TextContent == "pmd").QuerySelectorAll("td")[0].TextContent);
            Assert.Equal(step < 12, page.QuerySelector(".steps a[rel=next]") is not null);
            Assert.Equal(step > 0, page.QuerySelector(".steps a[rel=prev]") is not null);
        }

        Assert.Equal(["table(pfn=2)", "table(pfn=2)", "table(pfn=2)", .. Enumerable.Repeat("none", 9), "leaf(pfn=4,RW)"], pmd);
    }

    [Fact]
    public async Task Get_AnExecutionByItsCode_IsTheSame()
    {
        (_, IDocument page) = await server.GetAsync(Broken);
        string alone = page.QuerySelectorAll(".ways a").Single(static a => a.TextContent == "This execution alone").GetAttribute("href")!;

        (HttpStatusCode status, IDocument same) = await server.GetAsync(alone);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(page.QuerySelector("pre")!.TextContent, same.QuerySelector("pre")!.TextContent);
        Assert.Equal("One execution, as asked for", same.QuerySelector(".rw-verdict")!.TextContent);
    }

    [Fact]
    public async Task Get_Neighbours_LinksEachVerdict()
    {
        (_, IDocument page) = await server.GetAsync("/variants/gup-fast/collapse?era=E0");

        IElement asked = page.QuerySelector("td.rw-asked")!;
        Assert.Equal("lost-data", asked.TextContent);
        (_, IDocument verdict) = await server.GetAsync(asked.QuerySelector("a")!.GetAttribute("href")!);
        Assert.StartsWith("violated", verdict.QuerySelector(".rw-verdict")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_TwoArchitectures_SaysWhatIsDifferent()
    {
        (_, IDocument page) = await server.GetAsync(
            "/compare?left=" + Uri.EscapeDataString("/check/gup-fast/collapse?era=E0") + "&right=" + Uri.EscapeDataString("/check/gup-fast/collapse?era=E0") + "&arch=x86-64");

        Assert.StartsWith("Broken in the first, held in the second", page.QuerySelector(".rw-verdict")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(page.QuerySelectorAll("th[scope=row]"), static h => h.TextContent == "arch");
        Assert.DoesNotContain(page.QuerySelectorAll("th[scope=row]"), static h => h.TextContent == "era");
    }

    [Fact]
    public async Task Get_TwoModels_NamesTheAccessesThatTheWeakerOneSwaps()
    {
        string side = Uri.EscapeDataString(Broken);
        (_, IDocument page) = await server.GetAsync($"/compare?left={side}&right={side}&model=sc");

        Assert.Equal(
            "Broken in the first, held in the second: under armv8, RMW[page._refcount]=1→2 and R[pmd]=table(pfn=2) behind it appear swapped; the cycle below shows why no interleaving is like it.",
            page.QuerySelector(".rw-verdict")!.TextContent);
    }

    [Fact]
    public async Task Get_TwoExecutions_PutsTheirStepsBesideEachOther()
    {
        (_, IDocument page) = await server.GetAsync(
            "/compare?left=" + Uri.EscapeDataString("/check/gup-fast/collapse?era=E0") + "&right=" + Uri.EscapeDataString(Broken));

        IElement table = page.QuerySelector("[aria-label='Step beside step'] table")!;
        string[][] rows = [.. table.QuerySelectorAll("tbody tr").Select(static r => r.QuerySelectorAll("td").Select(static d => d.TextContent).ToArray())];
        Assert.Contains(rows, static r => r[0].Length == 0 && r[1].StartsWith("GUP-fast gup-recheck-pmd", StringComparison.Ordinal));
        Assert.Contains(rows, static r => r[0].StartsWith("khugepaged clear-pmd", StringComparison.Ordinal) && r[1].StartsWith("khugepaged clear-pmd", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/nothing", HttpStatusCode.NotFound, "There is nothing at /nothing.")]
    [InlineData("/nothing.txt", HttpStatusCode.NotFound, "There is nothing at /nothing.txt.")]
    [InlineData("/check/gup-fast/colapse", HttpStatusCode.NotFound, "did you mean 'gup-fast/collapse'")]
    [InlineData("/check/gup-fast/collapse?era=E9", HttpStatusCode.BadRequest, "has no value 'E9'")]
    [InlineData("/check/gup-fast/collapse?erra=E1", HttpStatusCode.BadRequest, "did you mean 'era'")]
    [InlineData("/check/gup-fast/collapse?era=E0&era=E1", HttpStatusCode.BadRequest, "more than one value")]
    [InlineData("/check/gup-fast/collapse?drop=copy", HttpStatusCode.BadRequest, "cannot be dropped")]
    [InlineData("/check/gup-fast/collapse?model=tsoo", HttpStatusCode.BadRequest, "tso")]
    [InlineData("/check/gup-fast/collapse?step=-1", HttpStatusCode.BadRequest, "is not the number of a step")]
    [InlineData("/check/gup-fast/collapse?execution=%3Cb%3E", HttpStatusCode.BadRequest, "is not the code of an execution")]
    [InlineData("/check/gup-fast/collapse?execution=0.0", HttpStatusCode.UnprocessableEntity, "no execution of this configuration has this code")]
    [InlineData("/compare?left=https%3A%2F%2Fexample.org&right=%2Fcheck%2Fgup-fast%2Fcollapse", HttpStatusCode.BadRequest, "is not the address of a check")]
    [InlineData("/litmus?example=../secrets", HttpStatusCode.NotFound, "There is no example")]
    [InlineData("/litmus?test=!!!", HttpStatusCode.BadRequest, "cannot be read")]
    [InlineData("/litmus?test=AAAA&model=nonsense", HttpStatusCode.BadRequest, "")]
    public async Task Get_WhatMakesNoSense_SaysWhy(string path, HttpStatusCode expected, string text)
    {
        (HttpStatusCode status, IDocument page) = await server.GetAsync(path);

        Assert.Equal(expected, status);
        Assert.Contains(text, page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("main b"));
    }

    [Fact]
    public void Reserved_Names_AreNoAxes() => Assert.All(
        Catalogue.All, static s => Assert.Empty(s.Axes.Select(static a => a.Name).Intersect(Urls.CheckAddress.Reserved, StringComparer.Ordinal)));
}
