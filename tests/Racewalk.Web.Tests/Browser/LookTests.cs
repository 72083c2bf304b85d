using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Racewalk.Web.Urls;

namespace Racewalk.Web.Tests.Browser;

/// <summary>Every kind of page, wide and narrow, light and dark: nothing that keeps people out, and nothing that is cut off.</summary>
public sealed class LookTests(BrowserSession session) : IClassFixture<BrowserSession>
{
    private const string Broken = "/check/gup-fast/collapse?arch=arm64&era=E1&refcount=relaxed";

    private static readonly (string Name, string Path)[] s_pages =
    [
        ("catalogue", "/"),
        ("scenario", "/scenario/gup-fast/collapse?era=E0"),
        ("check", Broken + "&step=8"),
        ("variants", "/variants/gup-fast/collapse?era=E0"),
        ("compare", $"/compare?left={Uri.EscapeDataString("/check/gup-fast/collapse?era=E0")}&right={Uri.EscapeDataString(Broken)}"),
        ("litmus", new LitmusAddress(Server.LitmusTests.StoreBuffer, "sc", "").ToString()),
        ("refused", new LitmusAddress("X86 bad\n{ }\n P0 ;\n MOVE [x],$1 ;\nexists (x=1)\n", "", "").ToString()),
        ("models", new LitmusAddress(Server.LitmusTests.StoreBuffer, "", "", "sc").For("/litmus/compare")),
        ("missing", "/nothing"),
    ];

    [BrowserFact]
    public async Task Pages_LightAndDark_HaveNoSeriousProblemOfAccessibility()
    {
        foreach (bool isDark in new[] { false, true })
        {
            foreach ((string name, string path) in s_pages)
            {
                await using BrowserPage opened = await OpenAsync(path, isDark: isDark);
                AxeResult result = await opened.Page.RunAxe();
                Assert.True(
                    result.Violations.Length == 0,
                    $"{name}{(isDark ? " in the dark" : "")}: " + string.Join("; ", result.Violations.Select(static v => $"{v.Impact} {v.Id}: {v.Help}: {v.Nodes[0].Html}")));
                await BrowserSession.LookAsync(opened.Page, $"{name}-1280-{(isDark ? "dark" : "light")}");
            }
        }
    }

    // 320 pixels are what 1280 are at 400 % (WCAG 2.2, 1.4.10): only tables and pictures may scroll sideways, by themselves.
    [BrowserFact]
    public async Task Pages_Narrow_DoNotScrollSideways()
    {
        foreach (int width in new[] { 320, 390 })
        {
            foreach ((string name, string path) in s_pages)
            {
                await using BrowserPage opened = await OpenAsync(path, width, isDark: width == 390);
                int overflow = await opened.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
                Assert.True(overflow <= 0, $"{name} at {width}: {overflow} pixels too wide");
                await BrowserSession.LookAsync(opened.Page, FormattableString.Invariant($"{name}-{width}-{(width == 390 ? "dark" : "light")}"));
            }
        }
    }

    [BrowserFact]
    public async Task Pages_ByTheKeyboard_CanBeReachedAndLeft()
    {
        await using BrowserPage opened = await OpenAsync(Broken);
        IPage page = opened.Page;
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator(":focus")).ToHaveTextAsync("Skip to the text");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("main")).ToBeFocusedAsync();

        // Everything that scrolls can be reached, and nothing holds the focus.
        HashSet<string> reached = [];
        for (int i = 0; i < 80; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            reached.Add(await page.EvaluateAsync<string>("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"));
        }

        string[] regions = [.. await page.Locator("[role=region]:not(details:not([open]) *)").EvaluateAllAsync<string[]>("all => all.map(e => e.getAttribute('aria-label'))")];
        Assert.Empty(regions.Except(reached));
    }

    // A page that waits loads itself again, which must not happen while it is looked at: the result is there before.
    private async Task<BrowserPage> OpenAsync(string path, int width = 1280, bool isDark = false)
    {
        await session.Server.GetAsync(path);
        return await session.OpenAsync(path, width, isDark);
    }
}
