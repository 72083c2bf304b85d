using Racewalk.Classics;
using Racewalk.Exploration.Estimates;
using Racewalk.Exploration.Subtrees;
using Racewalk.Programs;

namespace Racewalk.Exploration.Tests.Estimates;

// The expectation of a probe, by all ways that it can go, is the number of executions: exactly, wherever the search is.
public sealed class ProbeTests
{
    [Theory]
    [InlineData("sc", "peterson", 1)]
    [InlineData("sc", "treiber-stack(r1w2)", 1)]
    [InlineData("sc", "treiber-stack(r1w2)", 2)]
    public void Probe_AllWays_ExpectationIsTheNumberOfExecutions(string engine, string program, int width) => AssertUnbiased(engine, () => ClassicPrograms.Make(program), width);

    private static void AssertUnbiased(string engine, Func<CheckedProgram> program, int width)
    {
        var recorded = new Recorded(engine, program);
        (ISubtreeSearch search, Tally tally) = recorded.Search();
        foreach (SearchState state in recorded.States)
        {
            double expected = 0;
            double probability = 0;
            var ways = new EveryWay();
            int count = 0;
            do
            {
                double executions = Recorded.Complete(new Probe(search, tally, state, new Strata(ways, width)));
                expected += executions * ways.Probability;
                probability += ways.Probability;
                count++;
            }
            while (ways.Next());
            Console.WriteLine($"{engine} {width} {state.Visited} {count} ways");
            Assert.Equal(1, probability, 9);
            Assert.Equal(recorded.Executions, expected, 6);
        }
    }
}
