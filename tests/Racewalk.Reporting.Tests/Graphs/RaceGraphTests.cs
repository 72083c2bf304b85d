using System.Text.Json;
using Racewalk.Reporting.Graphs;
using Racewalk.Reporting.Order;
using Racewalk.Reporting.Race;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Tests.Graphs;

public sealed class RaceGraphTests
{
    [Fact]
    public void Of_AStoreAndALaterLoadSwapped_HasTheCycleOfStoreBuffering()
    {
        ExecutionGraph graph = Graph("gup-fast/collapse", "arch=arm64 era=E1 refcount=relaxed");

        GraphEdge[] cycle = [.. graph.Cycle.Select(c => graph.Edges[c])];
        Assert.Equal(["po", "fr", "po", "fr"], cycle.Select(static e => e.Label));
        Assert.Equal(["gup-take-reference", "gup-recheck-pmd", "clear-pmd", "check-refcount"], cycle.Select(e => graph.Nodes[e.From].Place));
        Assert.Equal(["RMW[page._refcount]=1→2", "R[pmd]=table(pfn=2)", "RMW[pmd]=table(pfn=2)→none", "R[page._refcount]=1"], cycle.Select(e => graph.Nodes[e.From].Text));
    }

    [Fact]
    public void Of_AnInterleaving_HasNoCycle()
    {
        ExecutionGraph graph = Graph("gup-fast/collapse", "arch=sc era=E0");

        Assert.Empty(graph.Cycle);
        Assert.Contains(graph.Edges, static e => e.Label == "fr");
        Assert.Equal(["CPU 0", "CPU 1"], graph.Columns);
    }

    [Fact]
    public void Of_Dependencies_LeadFromTheirReads()
    {
        ExecutionGraph graph = Graph("gup-fast/collapse", "arch=arm64 era=E0");

        GraphEdge address = Assert.Single(graph.Edges, e => e.Label == "addr" && graph.Nodes[e.To].Place == "gup-read-pte");
        Assert.Equal("gup-read-pmd", graph.Nodes[address.From].Place);
    }

    // Whatever a model allows against interleavings, the graph says by which cycle.
    [Theory]
    [InlineData("gup-fast")]
    [InlineData("hvo")]
    [InlineData("lockless-pte")]
    [InlineData("khugepaged")]
    public void Of_EveryExecutionOfAFamilyThatIsNoInterleaving_HasAClosedCycle(string family)
    {
        int seen = 0;
        foreach (Scenario scenario in Catalogue.All.Where(s => s.Id.StartsWith(family + "/", StringComparison.Ordinal)))
        {
            foreach (ExpectedVerdict expected in scenario.Expected.Where(static e => e.Verdict == Verdict.Violated))
            {
                ScenarioVerdict verdict = ScenarioChecker.Check(scenario, expected.Configuration);
                RaceStory story = RaceStory.Of(verdict)!;
                if (Linearisation.Of(story.Execution, story.Model, story.FailedThread).Swapped.Count == 0)
                {
                    continue;
                }

                seen++;
                ExecutionGraph graph = RaceGraphBuilder.Of(story);
                Assert.True(graph.Cycle.Count >= 2, $"{scenario.Id} {expected.Configuration}: no cycle");
                AssertClosed(graph);
            }
        }

        Assert.NotEqual(0, seen);
    }

    [Fact]
    public void Of_AGraph_SurvivesJson()
    {
        ExecutionGraph graph = Graph("gup-fast/collapse", "arch=arm64 era=E1 refcount=relaxed");

        ExecutionGraph read = JsonSerializer.Deserialize<ExecutionGraph>(JsonSerializer.Serialize(graph))!;

        Assert.Equal(JsonSerializer.Serialize(graph), JsonSerializer.Serialize(read));
        Assert.Equal(graph.Nodes, read.Nodes);
    }

    internal static void AssertClosed(ExecutionGraph graph)
    {
        GraphEdge[] cycle = [.. graph.Cycle.Select(c => graph.Edges[c])];
        for (int i = 0; i < cycle.Length; i++)
        {
            Assert.Equal(cycle[i].To, cycle[(i + 1) % cycle.Length].From);
            bool isOneThread = graph.Nodes[cycle[i].From].Column == graph.Nodes[cycle[i].To].Column;
            Assert.Equal(isOneThread, cycle[i].Label == "po");
            Assert.True(!isOneThread || cycle[i].From < cycle[i].To);
        }

        Assert.Contains(cycle, static e => e.Label == "po");
    }

    private static ExecutionGraph Graph(string id, string configuration)
    {
        (_, RaceStory story, RaceTableOptions options) = Stories.Of(id, configuration);
        return RaceGraphBuilder.Of(story, options.FormatValue);
    }
}
