using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Racewalk.Web.Urls;

namespace Racewalk.Web.Tests.Server;

public sealed class LitmusTests(TestServer server) : IClassFixture<TestServer>
{
    public const string StoreBuffer = "X86 SB\n{ }\n P0 | P1 ;\n MOV [x],$1 | MOV [y],$1 ;\n MOV EAX,[y] | MOV EAX,[x] ;\nexists (0:EAX=0 /\\ 1:EAX=0)\n";

    [Fact]
    public async Task Post_ATest_LeadsToAnAddressThatShowsItAgain()
    {
        string address = await server.LitmusAsync(StoreBuffer.ReplaceLineEndings("\r\n"));

        (HttpStatusCode status, IDocument page) = await server.GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("Ok: some executions satisfy the condition, others do not", page.QuerySelector(".rw-verdict")!.TextContent);
        Assert.Equal(4, page.QuerySelector("[aria-label='Final states'] tbody")!.Children.Length);
        Assert.StartsWith("Test SB Allowed", page.QuerySelector("[aria-label='As herd7 prints it'] pre")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(StoreBuffer, page.QuerySelector("textarea[name=test]")!.TextContent);
    }

    [Fact]
    public async Task Post_AForbiddenTest_SaysByWhichCheck()
    {
        (_, IDocument page) = await server.GetAsync(await server.LitmusAsync(StoreBuffer, "sc"));

        Assert.Contains("violates sequential-consistency", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Single(page.QuerySelectorAll("svg"));
    }

    [Fact]
    public async Task Post_ABrokenTest_ShowsTheCaret()
    {
        (HttpStatusCode status, IDocument page) = await server.GetAsync(await server.LitmusAsync("X86 bad\n{ }\n P0 ;\n MOVE [x],$1 ;\nexists (x=1)\n"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        string[] lines = page.QuerySelector("#test-diagnostic pre")!.TextContent.Split('\n');
        Assert.StartsWith("test:4:2: ", lines[0], StringComparison.Ordinal);
        Assert.Equal(["     MOVE [x],$1 ;", "     ^"], lines[1..3]);
        Assert.Equal("true", page.QuerySelector("textarea[name=test]")!.GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task Post_AModelOfOnesOwn_IsTheModel()
    {
        const string Model = "\"mine\"\nlet fr = (rf^-1 ; co) \\ id\nacyclic po | rf | co | fr as one-order\n";

        (_, IDocument page) = await server.GetAsync(await server.LitmusAsync(StoreBuffer, "", Model));

        Assert.Contains("violates one-order", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acyclic po | fro", "model:2:14: ")]
    [InlineData("include \"/etc/passwd\"", "there is no file \"/etc/passwd\" to include")]
    [InlineData("include \"../../../../etc/hostname\"", "to include")]
    public async Task Post_ABrokenModel_ShowsTheCaretAndReadsNoFile(string line, string expected)
    {
        (HttpStatusCode status, IDocument page) = await server.GetAsync(await server.LitmusAsync(StoreBuffer, "", "\"mine\"\n" + line + "\n"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains(expected, page.QuerySelector("#cat-diagnostic pre")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("details[open] textarea[name=cat]"));
    }

    [Fact]
    public async Task Diagnose_WhileTyping_SaysWhatIsWrongWithEach()
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("test", "X86 t\n{ }\n"), KeyValuePair.Create("cat", "\"mine\"\nacyclic po\n")]);
        using HttpResponseMessage answer = await server.Client.PostAsync(new Uri("/diagnose", UriKind.Relative), form);

        using JsonDocument json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.True(json.RootElement.GetProperty("test").GetProperty("line").GetInt32() > 0);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("cat").ValueKind);
    }

    [Fact]
    public async Task Get_TwoModels_SaysBecauseOfWhichEdges()
    {
        string address = new LitmusAddress(StoreBuffer, "", "", "sc").For("/litmus/compare");

        (_, IDocument page) = await server.GetAsync(address);

        string sentence = page.QuerySelector(".rw-verdict")!.TextContent;
        Assert.StartsWith("Allowed under ", sentence, StringComparison.Ordinal);
        Assert.Contains("there the nearest candidate fails sequential-consistency, because of W[x]=1 po R[y]=0 and W[y]=1 po R[x]=0.", sentence, StringComparison.Ordinal);
        Assert.Equal(2, page.QuerySelectorAll("svg").Length);
        Assert.Equal("forbidden", page.QuerySelector("tr.changed td:last-child")!.TextContent);
    }

    [Fact]
    public async Task Get_EveryExample_HasAResult()
    {
        foreach (string example in Pages.LitmusEditor.Examples)
        {
            string text = Pages.LitmusEditor.Example(example)!;
            (HttpStatusCode status, IDocument page) = await server.GetAsync(await server.LitmusAsync(text));
            Assert.True(status == HttpStatusCode.OK, $"{example}: {page.QuerySelector("main")!.TextContent}");
        }
    }
}
