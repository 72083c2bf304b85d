using Microsoft.Playwright;
using Racewalk.Web.Tests.Server;

namespace Racewalk.Web.Tests.Browser;

/// <summary>A browser and an explorer for it.</summary>
public sealed class BrowserSession : IAsyncLifetime
{
    private static readonly string[] s_arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    // Where somebody wants to look at the pages.
    private static readonly string? s_pictures = Environment.GetEnvironmentVariable("RACEWALK_SCREENSHOTS");

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public TestServer Server { get; } = new();

    public async Task InitializeAsync()
    {
        await Server.InitializeAsync();
        if (BrowserFactAttribute.Chromium is { } chromium)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Headless = true, Args = s_arguments });
        }
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>A page in a context of its own, which shares nothing with others. What it complains of fails the test at its end.</summary>
    public async Task<BrowserPage> OpenAsync(string path, int width = 1280, bool isDark = false, bool withScripts = true)
    {
        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Server.Address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = withScripts,
        });
        var page = new BrowserPage(context, await context.NewPageAsync());
        await page.Page.GotoAsync(path);
        return page;
    }

    /// <summary>Keeps a picture of a page, if anybody wants to look.</summary>
    public static async Task LookAsync(IPage page, string name)
    {
        if (s_pictures is not null)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(s_pictures, name + ".png"), FullPage = true });
        }
    }
}
