using Microsoft.Playwright;

namespace Racewalk.Web.Tests.Browser;

/// <summary>A page in a context of its own.</summary>
public sealed class BrowserPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    public BrowserPage(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);

        // A status other than 200 is no complaint: pages that say what is wrong have one. Nor is that axe may not read a file's style sheet.
        page.Console += (_, message) =>
        {
            bool isExpected = message.Text.StartsWith("Failed to load resource: the server responded with a status of 4", StringComparison.Ordinal)
                || (page.Url.StartsWith("file:", StringComparison.Ordinal) && message.Text.Contains(message.Text.StartsWith("Access", StringComparison.Ordinal) ? "XMLHttpRequest at 'file:" : "ERR_FAILED", StringComparison.Ordinal));
            if (message.Type == "error" && !isExpected)
            {
                _complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("http://127.0.0.1:", StringComparison.Ordinal) && !request.Url.StartsWith("file:", StringComparison.Ordinal) && request.Url != "data:,")
            {
                _complaints.Add("asks " + request.Url);
            }
        };
    }

    public IPage Page { get; }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(_complaints);
    }
}
