using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Racewalk.Reporting.Markup;
using Racewalk.Reporting.Views;
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

    // The variable ends as 12 whatever the order is; that there is no other end would be known after more executions than there is time for.
    [Theory]
    [InlineData("x=1", "Inconclusive: not known under Linux kernel (a bound was reached), not known under Sequential consistency (a bound was reached).")]
    [InlineData("x=12", "Both models have an execution that satisfies the condition; whether they have the same final states is not known.")]
    public async Task Get_TwoModelsWithoutTime_ForbidsNothing(string condition, string expected)
    {
        await using TestServerScope scope = await TestServerScope.WithAsync(static o => o with { MaxTime = TimeSpan.FromSeconds(1) });
        string test = RunTests.Long.Replace("exists (x=1)", $"exists ({condition})", StringComparison.Ordinal);

        (_, IDocument page) = await scope.Server.GetAsync(new LitmusAddress(test, "", "", "sc").For("/litmus/compare"));

        Assert.Equal(expected, page.QuerySelector(".rw-verdict")!.TextContent);
        Assert.DoesNotContain("forbidden", page.QuerySelector("[aria-label='Final states']")!.TextContent, StringComparison.Ordinal);
    }

    // What a view says that was not looked at to its end.
    [Fact]
    public void Write_OneModelWithoutTime_SaysWhatIsCertain()
    {
        var cut = new LitmusView("t", "C", "one", "Inconclusive", "a bound was reached", "exists: x=1", [], [new LitmusStateView("[x]=0;", false, 1)], "", "", null, null);
        LitmusView whole = cut with { Model = "other", Verdict = "No", Headline = "", States = [new LitmusStateView("[x]=2;", false, 1)] };
        LitmusView found = whole with { Verdict = "Ok", States = [new LitmusStateView("[x]=1;", true, 1)] };

        Assert.StartsWith("Inconclusive: not known under one (a bound was reached), forbidden under other.", Compared(cut, whole).Sentence, StringComparison.Ordinal);
        Assert.StartsWith("Inconclusive: allowed under other, not known under one (a bound was reached).", Compared(found, cut).Sentence, StringComparison.Ordinal);
        Assert.Equal(["[x]=0; allowed forbidden", "[x]=2; not known allowed"], Compared(cut, whole).Rows);
    }

    private static (string Sentence, string[] Rows) Compared(LitmusView first, LitmusView second)
    {
        var markup = new MarkupWriter();
        markup.Element("main", () => Pages.LitmusComparison.Write(markup, new LitmusAddress("C t", "", ""), first, second));
        IDocument page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(markup.ToString());
        return (page.QuerySelector(".rw-verdict")!.TextContent, [.. page.QuerySelectorAll("tbody tr").Select(static r => string.Join(' ', r.Children.Select(static c => c.TextContent)))]);
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
