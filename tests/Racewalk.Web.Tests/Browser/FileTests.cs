using System.Diagnostics;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Racewalk.Site;
using Racewalk.Web.Tests.Server;

namespace Racewalk.Web.Tests.Browser;

/// <summary>Pages that are files: reports (--html) and the documentation's site. Opened as a reader opens them, without a server.</summary>
public sealed class FileTests(BrowserSession session) : IClassFixture<BrowserSession>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("racewalk-pages-");

    public void Dispose() => _folder.Delete(recursive: true);

    [BrowserFact]
    public async Task Reports_OfEveryKind_CanBeReadByEverybody()
    {
        string test = Path.Combine(_folder.FullName, "sb.litmus");
        await File.WriteAllTextAsync(test, LitmusTests.StoreBuffer);
        await LookAtAsync("report-check", Report("check", "gup-fast/collapse", "--era", "E1", "--variant", "refcount=relaxed"));
        await LookAtAsync("report-allowed", Report("litmus", test));
        await LookAtAsync("report-forbidden", Report("litmus", test, "--model", "sc"));
    }

    // A page in print has no bars to scroll with.
    [BrowserFact]
    public async Task Report_InPrint_IsNotCutOff()
    {
        await using BrowserPage opened = await session.OpenAsync(Report("check", "gup-fast/collapse", "--era", "E1", "--variant", "refcount=relaxed"), width: 760);
        await opened.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        string[] cut = await opened.Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('.rw-scroll')].filter(r => r.querySelector('svg, pre') && r.scrollWidth > r.clientWidth + 1).map(r => r.getAttribute('aria-label'))");
        Assert.Empty(cut);
    }

    [BrowserFact]
    public async Task Site_ItsKindsOfPages_CanBeReadByEverybody()
    {
        // Pages name files of the repository.
        Directory.SetCurrentDirectory(Repository);
        foreach ((string path, string text) in SiteBuilder.Build(Repository).Files)
        {
            string file = Path.Combine(_folder.FullName, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text);
        }

        foreach (string page in (string[])["tutorial.html", "threads/gup-fast-against-collapse.html"])
        {
            await LookAtAsync("site-" + Path.GetFileNameWithoutExtension(page), new Uri(Path.Combine(_folder.FullName, page)).ToString());
        }
    }

    private static string Repository
    {
        get
        {
            string folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Racewalk.slnx")))
            {
                folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no repository around the tests");
            }

            return folder;
        }
    }

    private string Report(params string[] arguments)
    {
        string file = Path.Combine(_folder.FullName, Guid.NewGuid().ToString("N") + ".html");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [TestServer.RunProgram[1], .. arguments, "--html", file]) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Uri(file).ToString();
    }

    private async Task LookAtAsync(string name, string address)
    {
        foreach ((int width, bool isDark) in new[] { (1280, false), (1280, true), (320, false) })
        {
            await using BrowserPage opened = await session.OpenAsync(address, width, isDark);
            IPage page = opened.Page;
            int overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(overflow <= 0, $"{name} at {width}: {overflow} pixels too wide");
            await BrowserSession.LookAsync(page, FormattableString.Invariant($"{name}-{width}-{(isDark ? "dark" : "light")}"));
            if (width == 1280)
            {
                // Its content is looked at by a script that the page's own policy would not load.
                AxeResult result = await page.RunAxe();
                Assert.True(result.Violations.Length == 0, $"{name}: " + string.Join("; ", result.Violations.Select(static v => $"{v.Impact} {v.Id}: {v.Help}: {v.Nodes[0].Html}")));
            }
        }
    }
}
