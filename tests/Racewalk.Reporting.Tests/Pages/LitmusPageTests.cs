using System.Text.Json;
using System.Xml.Linq;
using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;
using Racewalk.Models.Cat;
using Racewalk.Reporting.Pages;
using Racewalk.Reporting.Views;

namespace Racewalk.Reporting.Tests.Pages;

public sealed class LitmusPageTests
{
    private const string StoreBuffer =
        "C <b>SB\n(* <script>alert(1)</script> *)\n{ }\nP0(int *x, int *y) { WRITE_ONCE(*x, 1); r0 = READ_ONCE(*y); }\nP1(int *x, int *y) { WRITE_ONCE(*y, 1); r0 = READ_ONCE(*x); }\nexists (0:r0=0 /\\ 1:r0=0)\n";

    [Fact]
    public void Write_Allowed_ShowsTheExecutionAndLeadsFromTheCycleToTheLines()
    {
        XElement html = ReportPage.Read(Page(StoreBuffer, "lkmm"));

        Assert.Equal(["Verdict", "An execution that satisfies the condition", "Final states", "The test"], ReportPage.Headings(html));
        Assert.Equal(4, html.Descendants("a").Count(static a => a.Attribute("href")!.Value.StartsWith("#line-", StringComparison.Ordinal)));
        Assert.Contains(html.Descendants("li"), static l => l.Attribute("id")?.Value == "line-2" && l.Value == "(* <script>alert(1)</script> *)");
        Assert.Equal("<b>SB", html.Descendants("h1").Single().Value);
    }

    [Fact]
    public void Write_Forbidden_SaysByWhichCheck()
    {
        XElement html = ReportPage.Read(Page(StoreBuffer, "sc"));

        Assert.Equal(["Verdict", "Why no execution satisfies it", "Final states", "The test"], ReportPage.Headings(html));
        Assert.Contains(html.Descendants("code"), static c => c.Value == "sequential-consistency");
    }

    [Fact]
    public void Write_AnImpossibleState_SaysSoWithoutAGraph()
    {
        XElement html = ReportPage.Read(Page(StoreBuffer.Replace("0:r0=0", "0:r0=7", StringComparison.Ordinal), "sc"));

        Assert.Empty(html.Descendants("svg"));
        Assert.Contains(html.Descendants("p"), static p => p.Value.StartsWith("No choice of what the reads return", StringComparison.Ordinal));
    }

    private static string Page(string text, string name)
    {
        LitmusProgram program = LitmusReader.Lower(LitmusReader.Parse(new SourceText("t.litmus", text)));
        CatModel model = BuiltInModels.Get(name);
        LitmusResult result = LitmusChecker.Check(program, model, new LitmusLimits(null, true));
        bool isForbidden = result.Positive == 0;
        LitmusView view = LitmusView.Of(program, model.Title, result, isForbidden, isForbidden ? LitmusChecker.Explain(program, model) : null);
        LitmusView read = JsonSerializer.Deserialize<LitmusView>(JsonSerializer.Serialize(view))!;
        return LitmusPage.Write(read, text, new PageOrigin("c", "v"));
    }
}
