using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;
using AngleSharp.Dom;
using Racewalk.Web.Urls;

namespace Racewalk.Web.Tests.Server;

/// <summary>What must not happen, whatever is sent.</summary>
public sealed class SafetyTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Loop = "AArch64 loop\n{ 0:X1=x; }\n P0 ;\n L: LDR W0,[X1] ;\n B L ;\nexists (x=1)\n";

    [Theory]
    [InlineData("/")]
    [InlineData("/nothing")]
    [InlineData("/litmus")]
    [InlineData("/check/gup-fast/collapse?era=E9")]
    [InlineData("/explorer.js")]
    public async Task Get_Anything_HasTheHeadersThatKeepOthersOut(string path)
    {
        using HttpResponseMessage answer = await server.Client.GetAsync(new Uri(path, UriKind.Relative));

        string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'; ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\nHost: example.org\n\n", "403")]
    [InlineData("GET / HTTP/1.1\nHost: localhost.example.org:80\n\n", "403")]
    [InlineData("GET / HTTP/1.1\nHost: localhost:80\n\n", "200")]
    [InlineData("GET / HTTP/1.1\nHost: [::1]:80\n\n", "200")]
    [InlineData("GET / HTTP/1.1\nHost: 127.0.0.1\nSec-Fetch-Site: cross-site\nSec-Fetch-Mode: no-cors\n\n", "403")]
    [InlineData("GET / HTTP/1.1\nHost: 127.0.0.1\nSec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\n\n", "200")]
    [InlineData("POST /litmus HTTP/1.1\nHost: 127.0.0.1\nSec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nContent-Length: 0\n\n", "403")]
    [InlineData("POST /litmus HTTP/1.1\nHost: 127.0.0.1\nOrigin: http://example.org\nContent-Length: 0\n\n", "403")]
    [InlineData("POST /diagnose HTTP/1.1\nHost: 127.0.0.1\nContent-Length: 0\n\n", "415")]
    [InlineData("DELETE /litmus HTTP/1.1\nHost: 127.0.0.1\n\n", "404")]
    [InlineData("POST /litmus HTTP/1.1\nHost: 127.0.0.1\nOrigin: null\nContent-Length: 0\n\n", "403")]
    [InlineData("POST /litmus HTTP/1.1\nHost: 127.0.0.1\nContent-Type: application/x-www-form-urlencoded\nContent-Length: 9999999\n\n", "413")]
    [InlineData("POST /litmus HTTP/1.1\nHost: 127.0.0.1\nContent-Type: application/json\nContent-Length: 2\n\n{}", "415")]
    [InlineData("POST /litmus HTTP/1.1\nHost: 127.0.0.1\nContent-Type: multipart/form-data\nContent-Length: 2\n\n{}", "400")]
    [InlineData("HEAD / HTTP/1.1\nHost: 127.0.0.1\n\n", "200")]
    public async Task Request_ByWhereItComesFromAndWhatItIs_IsAnsweredOrRefused(string request, string status) =>
        Assert.StartsWith("HTTP/1.1 " + status, await server.RawAsync(request), StringComparison.Ordinal);

    [Fact]
    public async Task Post_MoreFieldsThanAFormHas_IsRefused()
    {
        using var form = new FormUrlEncodedContent(Enumerable.Range(0, 2000).Select(static i => KeyValuePair.Create(FormattableString.Invariant($"a{i}"), "")));
        using HttpResponseMessage answer = await server.Client.PostAsync(new Uri("/litmus", UriKind.Relative), form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("more fields", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//example.org/")]
    [InlineData("/\\example.org/")]
    [InlineData("/\r\nX: y")]
    [InlineData("/ü")]
    [InlineData("https://example.org/")]
    public async Task Post_AWayBackThatIsNotOurs_LeadsToTheCatalogue(string back)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("back", back)]);
        using HttpResponseMessage answer = await server.Client.PostAsync(new Uri("/runs/0/again", UriKind.Relative), form);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Post_NamesWithMarkup_AreText()
    {
        const string Test = "C <script>alert(1)</script>\n(* </textarea><img src=x onerror=alert(1)> *)\n{ }\nP0(int *x) { WRITE_ONCE(*x, 1); }\nexists (x=1)\n";

        (HttpStatusCode status, IDocument page) = await server.GetAsync(await server.LitmusAsync(Test));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("/explorer.js", Assert.Single(page.QuerySelectorAll("script")).GetAttribute("src"));
        Assert.Empty(page.QuerySelectorAll("img, [onerror]"));
        Assert.Equal(Test, page.QuerySelector("textarea[name=test]")!.TextContent);
    }

    [Fact]
    public async Task Post_TooManyThreads_IsRefusedOrEndsAndTheServerGoesOn()
    {
        var test = new StringBuilder("C many\n{ }\n");
        for (int t = 0; t < 100; t++)
        {
            test.Append(System.Globalization.CultureInfo.InvariantCulture, $"P{t}(int *x) {{ WRITE_ONCE(*x, {t}); }}\n");
        }

        test.Append("exists (x=1)\n");
        await using TestServerScope small = await TestServerScope.WithAsync(static o => o with { MaxTime = TimeSpan.FromSeconds(1), MaxMemory = 128 });

        (_, IDocument page) = await small.Server.GetAsync(await small.Server.LitmusAsync(test.ToString()));

        string text = page.QuerySelector("main")!.TextContent;
        Assert.True(text.Contains("Inconclusive", StringComparison.Ordinal) || text.Contains("not supported", StringComparison.Ordinal), text);
        Assert.Equal(HttpStatusCode.OK, (await small.Server.GetAsync("/check/gup-fast/collapse")).Status);
    }

    [Fact]
    public async Task Post_AnEndlessLoop_EndsInATimeThatIsBounded()
    {
        await using TestServerScope small = await TestServerScope.WithAsync(static o => o with { MaxTime = TimeSpan.FromSeconds(1) });
        var clock = Stopwatch.StartNew();

        (_, IDocument page) = await small.Server.GetAsync(await small.Server.LitmusAsync(Loop));

        Assert.Contains("Inconclusive", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), clock.Elapsed.ToString());
        Assert.Equal(HttpStatusCode.OK, (await small.Server.GetAsync("/")).Status);
    }

    [Fact]
    public async Task Post_DeepNesting_EndsTheRunAndNotTheServer()
    {
        string deep = "C deep\n{ }\nP0(int *x) { int r0; r0 = " + new string('(', 8000) + "1" + new string(')', 7000) + "; }\nexists (x=1)\n";

        (HttpStatusCode status, IDocument page) = await server.GetAsync(await server.LitmusAsync(deep));

        string text = page.QuerySelector("main")!.TextContent;
        Assert.True(status == HttpStatusCode.UnprocessableEntity || text.Contains("There is no result: its process came to an end", StringComparison.Ordinal), text[..Math.Min(300, text.Length)]);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/check/gup-fast/collapse")).Status);
    }

    [Fact]
    public void Unpack_ATextThatInflatesWithoutEnd_IsRefusedAfterItsLimit()
    {
        using var packed = new MemoryStream();
        packed.Write(new byte[4]);
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize))
        {
            deflate.Write(new byte[50 << 20]);
        }

        string text = System.Buffers.Text.Base64Url.EncodeToString(packed.ToArray());
        Assert.Equal(413, Assert.Throws<AddressException>(() => PackedText.Unpack(text)).Status);
    }

    [Fact]
    public void Unpack_ATextThatWasCutOrChanged_IsRefused()
    {
        string packed = PackedText.Pack(LitmusTests.StoreBuffer);

        // The last letter says only that there is nothing more.
        for (int length = 1; length < packed.Length - 1; length++)
        {
            Assert.Equal(400, Assert.Throws<AddressException>(() => PackedText.Unpack(packed[..length])).Status);
        }

        Assert.Equal(400, Assert.Throws<AddressException>(() => PackedText.Unpack("A" + packed[1..])).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("\uFEFFa")]
    [InlineData("ü ∀ \t\n 𝔸 ")]
    public void Pack_AnyText_ComesBack(string text) => Assert.Equal(text, PackedText.Unpack(PackedText.Pack(text)));
}
