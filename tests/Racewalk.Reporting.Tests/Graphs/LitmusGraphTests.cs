using System.Xml.Linq;
using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;
using Racewalk.Models.Cat;
using Racewalk.Reporting.Graphs;
using Racewalk.Reporting.Litmus;
using Racewalk.Reporting.Markup;

namespace Racewalk.Reporting.Tests.Graphs;

public sealed class LitmusGraphTests
{
    private const string StoreBuffer = "P0(int *x, int *y) { WRITE_ONCE(*x, 1); r0 = READ_ONCE(*y); }\nP1(int *x, int *y) { WRITE_ONCE(*y, 1); r0 = READ_ONCE(*x); }\nexists (0:r0=0 /\\ 1:r0=0)";
    private const string Increments = "P0(atomic_t *x) { r0 = atomic_fetch_add_relaxed(1, x); }\nP1(atomic_t *x) { r0 = atomic_fetch_add_relaxed(1, x); }\nexists (0:r0=0 /\\ 1:r0=0)";

    [Fact]
    public void Of_Forbidden_MarksTheAxiomsCycle()
    {
        ExecutionGraph graph = LitmusGraph.Of(Explain(StoreBuffer, BuiltInModels.Get("sc")));

        Assert.Equal(["po", "fr", "po", "fr"], graph.Cycle.Select(c => graph.Edges[c].Label));
        RaceGraphTests.AssertClosed(graph);
        Assert.Equal("forbidden by sequential-consistency", graph.CycleMeaning);
        Assert.Equal(["P0", "P1"], graph.Columns);
        Assert.All(graph.Nodes, static n => Assert.StartsWith("line ", n.Place, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_AllowedAgainstInterleavings_MarksTheirCycle()
    {
        LitmusResult result = LitmusChecker.Check(Program(StoreBuffer), BuiltInModels.Get("lkmm"), new LitmusLimits(null, true));

        ExecutionGraph graph = LitmusGraph.Of(result.PositivePicture!);

        Assert.Equal(["po", "fr", "po", "fr"], graph.Cycle.Select(c => graph.Edges[c].Label));
        RaceGraphTests.AssertClosed(graph);
        Assert.Empty(LitmusGraph.Of(result.NegativePicture!).Cycle);
    }

    [Fact]
    public void Of_APairThatShouldNotBe_MarksThePathAndDoesNotCloseIt()
    {
        CatModel model = CatModel.Parse("atomicity.cat", "\"only atomicity\"\nlet fre = ((rf^-1 ; co) \\ id) & ext\nempty rmw & (fre ; (co & ext)) as atomicity\n", new CatOptions { CallerChooses = BuiltInModels.ChosenBySearch });
        Forbidden forbidden = Explain(Increments, model);

        ExecutionGraph graph = LitmusGraph.Of(forbidden);

        Assert.Equal("", forbidden.Steps[^1].Relation);
        Assert.Equal(forbidden.Steps.Count - 1, graph.Cycle.Count);
        Assert.DoesNotContain("back to the first", Text(forbidden), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ASetThatShouldBeEmpty_HasItsEventsAndNoCycle()
    {
        Forbidden forbidden = Explain(StoreBuffer, CatModel.Parse("nothing.cat", "\"no reads\"\nempty R as no-reads\n", new CatOptions()));

        Assert.Equal(2, forbidden.Steps.Count);
        Assert.Empty(LitmusGraph.Of(forbidden).Cycle);
        Assert.Contains("violates no-reads:", Text(forbidden), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AnyNames_IsTextAndEveryEdgeIsNamed()
    {
        ExecutionGraph graph = LitmusGraph.Of(Explain(StoreBuffer, BuiltInModels.Get("sc")));
        var markup = new MarkupWriter();

        GraphDrawing.Write(markup, "<script>", graph with { Columns = ["</svg>", "<b>"] });

        XElement svg = XElement.Parse(markup.ToString());
        Assert.DoesNotContain(svg.Descendants(), static e => e.Name.LocalName is "script" or "b");
        string[] titles = [.. svg.Elements("g").Select(static g => g.Element("title")!.Value)];
        Assert.Contains("a po b", titles.Select(t => Rename(graph, t)));
    }

    private static string Rename(ExecutionGraph graph, string title) =>
        title.Replace(graph.Nodes[0].Name + " ", "a ", StringComparison.Ordinal).Replace(" " + graph.Nodes[1].Name, " b", StringComparison.Ordinal);

    private static string Text(Forbidden forbidden)
    {
        var text = new StringWriter();
        ForbiddenText.Write(text, "t", forbidden);
        return text.ToString();
    }

    private static Forbidden Explain(string text, CatModel model) => LitmusChecker.Explain(Program(text), model)!;

    internal static LitmusProgram Program(string text) => LitmusReader.Lower(LitmusReader.Parse(new SourceText("t.litmus", "C t\n{ }\n" + text)));
}
