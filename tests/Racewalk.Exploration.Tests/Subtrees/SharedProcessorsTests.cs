using Racewalk.Classics;
using Racewalk.Models;

namespace Racewalk.Exploration.Tests.Subtrees;

// Workers beside the first begin where a processor is free, and give it back.
public sealed class SharedProcessorsTests
{
    private const string Program = "ainc(7)";

    [Theory]
    [InlineData(0, 8, 0)]
    [InlineData(1, 8, 1)]
    [InlineData(3, 8, 3)]
    [InlineData(8, 3, 2)]
    public void Explore_ProcessorsAreShared_AsManyBeginAsAreFree(int free, int workers, int begun)
    {
        var shared = new SharedProcessors(free);
        int copies = 0;

        ExplorationResult result = Explorer.Explore(
            ClassicPrograms.Make(Program),
            MemoryModel.Sc,
            options: Team.Of(workers) with { Shared = shared },
            copies: () =>
            {
                copies++;
                return new ExplorationCopy(ClassicPrograms.Make(Program));
            });

        Assert.Equal(5040, result.Executions);
        Assert.Equal(begun, copies);
        Assert.Equal(free, Taken(shared));
    }

    // It becomes free while the exploration runs: the visitor gives it in the middle.
    [Fact]
    public void Explore_ProcessorBecomesFree_AnotherWorkerBegins()
    {
        var shared = new SharedProcessors(0);
        int copies = 0;
        var visited = new Visited();
        var giver = new Giver(shared, visited);

        Explorer.Explore(
            ClassicPrograms.Make(Program),
            MemoryModel.Sc,
            giver,
            Team.Of(8) with { Shared = shared },
            copies: () =>
            {
                copies++;
                return new ExplorationCopy(ClassicPrograms.Make(Program), new Giver(null, new Visited()));
            });

        Assert.Equal(5040, visited.Executions.Count);
        Assert.Equal(1, copies);
        Assert.Equal(1, Taken(shared));
    }

    [Fact]
    public void Explore_AWorkerFails_GivesBack()
    {
        var shared = new SharedProcessors(2);

        Assert.Throws<InvariantException>(() => Explorer.Explore(
            ClassicPrograms.Make(Program),
            MemoryModel.Sc,
            new Slow(),
            Team.Of(3) with { Shared = shared, DividesAlways = true },
            copies: static () => new ExplorationCopy(Short.Program(static t => t.Store(Short.X, 1)), new Slow())));

        Assert.Equal(2, Taken(shared));
    }

    private static int Taken(SharedProcessors shared)
    {
        int taken = 0;
        for (; shared.TryTake(); taken++)
        {
        }

        return taken;
    }

    private sealed class Giver(SharedProcessors? shared, Visited visited) : IMergeableVisitor
    {
        private int _visited;

        public bool Visit(IExecution execution)
        {
            if (++_visited == 1000)
            {
                shared?.Give();
            }

            return visited.Visit(execution);
        }

        public IMergeableVisitor Fresh() => new Giver(null, (Visited)visited.Fresh());

        public void Append(IMergeableVisitor next) => visited.Append(((Giver)next).Inner);

        private Visited Inner => visited;
    }
}
