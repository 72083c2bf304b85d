using Microsoft.Playwright;
using Racewalk.Web.Tests.Server;
using Racewalk.Web.Urls;

namespace Racewalk.Web.Tests.Browser;

/// <summary>The tutorial's question, answered in a browser.</summary>
public sealed class TutorialTests(BrowserSession session) : IClassFixture<BrowserSession>
{
    [BrowserFact]
    public async Task Tutorial_FromTheCatalogueToTheStalePin_AndAnotherArchitecture()
    {
        await using BrowserPage opened = await session.OpenAsync("/");
        IPage page = opened.Page;
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "gup-fast/collapse", Exact = true }).ClickAsync();
        await page.GetByLabel("arch", new PageGetByLabelOptions { Exact = true }).SelectOptionAsync("arm64");
        await page.GetByLabel("era", new PageGetByLabelOptions { Exact = true }).SelectOptionAsync("E0");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Check", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".rw-verdict")).ToHaveTextAsync("violated: a property breaks in 1 of 9 executions");
        await BrowserSession.LookAsync(page, "verdict-1280-light");

        // Forward, until GUP-fast takes the reference to a page of which khugepaged has made a copy.
        do
        {
            await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Forward" }).ClickAsync();
        }
        while (!(await page.Locator("#step-through p").First.TextContentAsync())!.Contains("gup-take-reference", StringComparison.Ordinal));

        await Assertions.Expect(page.Locator("#step-heading")).ToHaveTextAsync("Step 6 of 11");
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new PageGetByRoleOptions { Name = "page._refcount 2 1" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new PageGetByRoleOptions { Name = "pmd none the same" })).ToBeVisibleAsync();

        await page.GetByLabel("Compare with architecture").SelectOptionAsync("x86-64");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Compare" }).First.ClickAsync();
        await Assertions.Expect(page.Locator(".rw-verdict").First).ToContainTextAsync("Broken in the first, held in the second");
        await BrowserSession.LookAsync(page, "compare-1280-light");
    }

    [BrowserFact]
    public async Task Steps_ByTheKeyboard_GoForwardsAndBackwards()
    {
        await using BrowserPage opened = await session.OpenAsync("/check/gup-fast/collapse?arch=arm64&era=E0");
        IPage page = opened.Page;
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Forward" }).FocusAsync();

        foreach ((string key, string heading) in new[] { ("ArrowRight", "Step 1 of 11"), ("ArrowRight", "Step 2 of 11"), ("ArrowLeft", "Step 1 of 11") })
        {
            await page.Keyboard.PressAsync(key);
            await Assertions.Expect(page.Locator("#step-heading")).ToHaveTextAsync(heading);
            await Assertions.Expect(page.Locator(".steps a:focus")).ToHaveCountAsync(1);
        }
    }

    [BrowserFact]
    public async Task Litmus_ABrokenTest_HasItsCaretWhileItIsTyped()
    {
        await using BrowserPage opened = await session.OpenAsync("/litmus");
        IPage page = opened.Page;
        ILocator field = page.GetByLabel("Litmus test", new PageGetByLabelOptions { Exact = true });
        await field.FillAsync(LitmusTests.StoreBuffer.Replace("MOV [y]", "MOVE [y]", StringComparison.Ordinal));
        await Assertions.Expect(page.Locator("#test-diagnostic pre")).ToContainTextAsync("test:4:15: ");
        await Assertions.Expect(page.Locator("#test-diagnostic pre")).ToContainTextAsync("^");
        await BrowserSession.LookAsync(page, "caret-1280-light");

        await field.FillAsync(LitmusTests.StoreBuffer);
        await Assertions.Expect(page.Locator("#test-diagnostic pre")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Run" }).ClickAsync();
        await Assertions.Expect(page.Locator(".rw-verdict")).ToHaveTextAsync("Ok: some executions satisfy the condition, others do not");

        // Whoever is given the address sees the same.
        await using BrowserPage other = await session.OpenAsync(new Uri(page.Url).PathAndQuery, isDark: true);
        Assert.Equal(await page.Locator("main").InnerTextAsync(), await other.Page.Locator("main").InnerTextAsync());
        await BrowserSession.LookAsync(other.Page, "litmus-1280-dark");
    }

    [BrowserFact]
    public async Task Run_ThatTakesLong_ShowsHowFarItIsAndThenTheResult()
    {
        await using TestServerScope impatient = await TestServerScope.WithAsync(static o => o with { Patience = TimeSpan.Zero });
        await using BrowserPage opened = await session.OpenAsync("/");
        IPage page = opened.Page;

        IResponse? first = await page.GotoAsync(new Uri(impatient.Server.Address, "/variants/hvo-arm64/update").ToString());
        Assert.Equal(202, first!.Status);
        await BrowserSession.LookAsync(page, "progress-1280-light");
        await Assertions.Expect(page.Locator("td.rw-asked")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 60_000 });
        await BrowserSession.LookAsync(page, "variants-1280-light");
    }

    [BrowserFact]
    public async Task Run_WithoutScripts_ShowsTheResultAllTheSame()
    {
        await using BrowserPage opened = await session.OpenAsync("/variants/khugepaged/dontneed", withScripts: false);

        await Assertions.Expect(opened.Page.Locator("td.rw-asked")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 60_000 });
    }

    // Browsers have at most six connections to a server: pages that keep theirs open would leave none for the next.
    [BrowserFact]
    public async Task Run_TenInOneBrowser_LeavesItResponsive()
    {
        await using TestServerScope patient = await TestServerScope.WithAsync(static o => o with { MaxTime = TimeSpan.FromMinutes(10), Patience = TimeSpan.Zero });
        await using BrowserPage opened = await session.OpenAsync("/");
        for (int i = 0; i < 10; i++)
        {
            string test = RunTests.Long.Replace("exists (x=1)", FormattableString.Invariant($"exists (x={i + 1})"), StringComparison.Ordinal);
            IPage run = await opened.Page.Context.NewPageAsync();
            await run.GotoAsync(new Uri(patient.Server.Address, new LitmusAddress(test, "", "").ToString()).ToString());
            await Assertions.Expect(run.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Cancel" })).ToBeVisibleAsync();
        }

        await opened.Page.GotoAsync(new Uri(patient.Server.Address, "/check/gup-fast/collapse").ToString());
        await Assertions.Expect(opened.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("It waits for its turn.");
    }

    [BrowserFact]
    public async Task Cancel_ARun_EndsIt()
    {
        await using BrowserPage opened = await session.OpenAsync(new LitmusAddress(RunTests.Long, "", "").ToString());
        IPage page = opened.Page;
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Inconclusive" })).ToBeVisibleAsync();
    }
}
