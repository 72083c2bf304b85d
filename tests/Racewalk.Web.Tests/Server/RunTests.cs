using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using AngleSharp.Dom;

namespace Racewalk.Web.Tests.Server;

/// <summary>Runs that take longer than a moment.</summary>
public sealed class RunTests
{
    // Five increments by each of eight CPUs: many more executions than there is time for.
    public const string Long = "C long\n{ }\nP0(atomic_t *x) { atomic_inc(x); atomic_inc(x); atomic_inc(x); }\nP1(atomic_t *x) { atomic_inc(x); atomic_inc(x); atomic_inc(x); }\n"
        + "P2(atomic_t *x) { atomic_inc(x); atomic_inc(x); atomic_inc(x); }\nP3(atomic_t *x) { atomic_inc(x); atomic_inc(x); atomic_inc(x); }\nexists (x=1)\n";

    [Fact]
    public async Task Get_ALongRun_WaitsSaysSoAndCanBeCancelled()
    {
        await using TestServerScope scope = await TestServerScope.WithAsync(static o => o with { MaxTime = TimeSpan.FromSeconds(60) });
        HttpClient client = scope.Server.Client;
        string address = await scope.Server.LitmusAsync(Long);

        using HttpResponseMessage answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        IDocument page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        string key = page.QuerySelector("[role=status]")!.GetAttribute("data-run")!;
        Assert.NotNull(page.QuerySelector("noscript"));
        Assert.Contains("\"hasEnded\":false", await client.GetStringAsync(new Uri("/runs/" + key, UriKind.Relative)), StringComparison.Ordinal);

        using HttpResponseMessage cancelled = await client.PostAsync(
            new Uri($"/runs/{key}/cancel", UriKind.Relative), new FormUrlEncodedContent([KeyValuePair.Create("back", "//example.org/")]));

        Assert.Equal("/", cancelled.Headers.Location!.ToString());
        Assert.Contains("\"hasEnded\":true", await client.GetStringAsync(new Uri("/runs/" + key, UriKind.Relative)), StringComparison.Ordinal);
        (_, IDocument stopped) = await scope.Server.GetAsync(address);
        Assert.Contains("There is no result: it was ended on request.", stopped.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using HttpResponseMessage again = await client.PostAsync(
            new Uri($"/runs/{key}/again", UriKind.Relative), new FormUrlEncodedContent([KeyValuePair.Create("back", address)]));
        Assert.Equal(address, again.Headers.Location!.ToString());
        using HttpResponseMessage running = await client.GetAsync(new Uri(address, UriKind.Relative));
        Assert.Equal(HttpStatusCode.Accepted, running.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await scope.Server.GetAsync("/check/gup-fast/collapse")).Status);
    }

    [Fact]
    public async Task Get_ALongRun_EndsInconclusiveAtItsTime()
    {
        await using TestServerScope scope = await TestServerScope.WithAsync(static o => o with { MaxTime = TimeSpan.FromSeconds(1) });

        (_, IDocument page) = await scope.Server.GetAsync(await scope.Server.LitmusAsync(Long));

        Assert.StartsWith("Inconclusive: a bound was reached", page.QuerySelector(".rw-verdict")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(12)]
    public async Task Get_ARunThatNeedsMoreMemoryThanItMay_SaysSo(int memory)
    {
        // Every order of these increments has a final state of its own, 369,600 of them, and each state names many variables.
        const string Increments = "int r0 = atomic_inc_return(x); int r1 = atomic_inc_return(x); int r2 = atomic_inc_return(x);";
        string variables = string.Concat(Enumerable.Range(0, 400).Select(static i => FormattableString.Invariant($"v{i};")));
        string test = "C states\n{ " + variables.Replace(";", "=1000000000;", StringComparison.Ordinal) + " }\n" + string.Concat(Enumerable.Range(0, 4).Select(static t => FormattableString.Invariant($"P{t}(atomic_t *x) {{ {Increments} }}\n")))
            + "locations [" + variables + string.Concat(Enumerable.Range(0, 12).Select(static i => FormattableString.Invariant($"{i / 3}:r{i % 3};"))) + "]\nexists (x=1)\n";
        await using TestServerScope scope = await TestServerScope.WithAsync(o => o with { MaxMemory = memory, MaxTime = TimeSpan.FromMinutes(5) });

        (_, IDocument page) = await scope.Server.GetAsync(await scope.Server.LitmusAsync(test, "sc"));

        Assert.Equal("Inconclusive", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("There is no result: its process came to an end: too much memory", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_TenRunsAtOnce_AreAllAnsweredAndPagesComeMeanwhile()
    {
        await using TestServerScope scope = await TestServerScope.WithAsync(static o => o with { MaxTime = TimeSpan.FromSeconds(2) });
        List<Task<(HttpStatusCode Status, IDocument Page)>> runs = [];
        for (int i = 0; i < 10; i++)
        {
            string test = Long.Replace("exists (x=1)", FormattableString.Invariant($"exists (x={i + 1})"), StringComparison.Ordinal);
            runs.Add(scope.Server.GetAsync(await scope.Server.LitmusAsync(test)));
        }

        List<TimeSpan> times = [];
        while (!runs.TrueForAll(static r => r.IsCompleted))
        {
            long start = Stopwatch.GetTimestamp();
            Assert.Equal(HttpStatusCode.OK, (await scope.Server.GetAsync("/litmus")).Status);
            times.Add(Stopwatch.GetElapsedTime(start));
            await Task.Delay(50);
        }

        Assert.All(runs, static r => Assert.Equal(HttpStatusCode.OK, r.Result.Status));
        Assert.True(times.Order().ElementAt(times.Count / 2) < TimeSpan.FromSeconds(3), times.Max().ToString());
    }

    [Fact]
    public async Task Get_MoreThanMayWait_IsToldToComeAgain()
    {
        await using TestServerScope scope = await TestServerScope.WithAsync(static o => o with { MaxRuns = 1, MaxQueue = 1, MaxTime = TimeSpan.FromSeconds(20) });
        List<HttpStatusCode> answers = [];
        for (int i = 0; i < 3; i++)
        {
            string address = await scope.Server.LitmusAsync(Long.Replace("exists (x=1)", FormattableString.Invariant($"exists (x={i + 1})"), StringComparison.Ordinal));
            using HttpResponseMessage answer = await scope.Server.Client.GetAsync(new Uri(address, UriKind.Relative));
            answers.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.ServiceUnavailable], answers);
    }

    [Fact]
    public async Task Get_ACheck_TellsItsProgress()
    {
        await using TestServerScope scope = await TestServerScope.WithAsync(static o => o with { Patience = TimeSpan.Zero });
        using HttpResponseMessage answer = await scope.Server.Client.GetAsync(new Uri("/variants/hvo-arm64/update", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        IDocument page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());

        var status = new Uri("/runs/" + page.QuerySelector("[role=status]")!.GetAttribute("data-run"), UriKind.Relative);
        HashSet<string> said = [];
        bool hasEnded = false;
        while (!hasEnded)
        {
            using JsonDocument json = JsonDocument.Parse(await scope.Server.Client.GetStringAsync(status));
            said.Add(json.RootElement.GetProperty("words").GetString()!);
            hasEnded = json.RootElement.GetProperty("hasEnded").GetBoolean();
        }

        Assert.Contains(said, static s => s.Contains("arch=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Diagnose_WhileRunsWait_IsAnswered()
    {
        await using TestServerScope scope = await TestServerScope.WithAsync(static o => o with { MaxRuns = 1, MaxQueue = 1, MaxTime = TimeSpan.FromMinutes(10) });
        for (int i = 0; i < 2; i++)
        {
            string address = await scope.Server.LitmusAsync(Long.Replace("exists (x=1)", FormattableString.Invariant($"exists (x={i + 1})"), StringComparison.Ordinal));
            using HttpResponseMessage running = await scope.Server.Client.GetAsync(new Uri(address, UriKind.Relative));
            Assert.Equal(HttpStatusCode.Accepted, running.StatusCode);
        }

        using HttpResponseMessage answer = await scope.Server.Client.PostAsync(new Uri("/diagnose", UriKind.Relative), new FormUrlEncodedContent([KeyValuePair.Create("test", "X86")]));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"line\":1", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_WithRuns_EndsTheirProcesses()
    {
        // Other classes' servers run in this process as well; its own runs are known by a limit that no other has.
        const int memory = 517;
        TestServerScope scope = await TestServerScope.WithAsync(static o => o with { MaxTime = TimeSpan.FromSeconds(60), MaxMemory = memory });
        using (await scope.Server.Client.GetAsync(new Uri(await scope.Server.LitmusAsync(Long), UriKind.Relative)))
        {
            Assert.NotEqual(0, Count(memory));
        }

        await scope.DisposeAsync();

        // What is killed takes a moment to be gone.
        for (int i = 0; i < 100 && Count(memory) > 0; i++)
        {
            await Task.Delay(100);
        }

        Assert.Equal(0, Count(memory));
    }

    private static int Count(int memory)
    {
        string limit = FormattableString.Invariant($"DOTNET_GCHeapHardLimit={(long)memory << 20:x}\0");
        return Children(Environment.ProcessId).Count(c =>
        {
            try
            {
                return File.ReadAllText(FormattableString.Invariant($"/proc/{c}/environ")).Contains(limit, StringComparison.Ordinal);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        });
    }

    /// <summary>The runs of a server.</summary>
    public static IReadOnlyList<int> Children(int server) => [.. Directory.EnumerateDirectories("/proc").Where(p =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(p, "cmdline")).Contains("serve-run", StringComparison.Ordinal)
                && File.ReadAllText(Path.Combine(p, "stat")).Split(") ")[^1].Split(' ') is [not "Z", var parent, ..] && parent == server.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }).Select(static p => int.Parse(Path.GetFileName(p), CultureInfo.InvariantCulture))];
}
