using System.Globalization;
using Racewalk.Classics;
using Racewalk.Exploration.Estimates;
using Racewalk.Exploration.Subtrees;
using Racewalk.Exploration.Walks;
using Xunit.Abstractions;

namespace Racewalk.Exploration.Tests.Estimates;

// How often the interval has the truth in it: the table of docs/estimates.md, of which the tests do the short rows with fewer seeds. RACEWALK_COVERAGE set to anything does the whole table.
public sealed class IntervalCoverageTests(ITestOutputHelper output)
{
    // As many probes are made in the course of an exploration.
    private const int Probes = 40;
    private const int SeedsOfTests = 20;
    private static readonly bool s_isWhole = Environment.GetEnvironmentVariable("RACEWALK_COVERAGE") is { Length: > 0 };

    // Engine, program, seeds for the table.
    public static TheoryData<string, string, int> Programs
    {
        get
        {
            var data = new TheoryData<string, string, int>
            {
                { "sc", "casrot(9)", 200 },
                { "sc", "ainc(7)", 200 },
                { "sc", "eratosthenes(6)", 200 },
                { "tso", "eratosthenes(5)", 200 },
            };
            if (s_isWhole)
            {
                data.Add("sc", "treiber-stack(r2w3)", 100);
                data.Add("tso", "chase-lev(st2)", 100);
                data.Add("armv8", "linuxrwlocks(rdwr3)", 40);
                data.Add(Engines.ScByGraphs, "buf_ring", 100);
                data.Add("sc", "qspinlock(3)", 100);
                data.Add("sc", "lamport(3)", 60);
                data.Add("armv8", "ms-queue(rdwr2)", 100);
                data.Add("sc", "chase-lev(st3)", 20);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Estimate_ManySeeds_IntervalHasTheTruthNearlyAsOftenAsItSays(string engine, string program, int seeds)
    {
        seeds = s_isWhole ? seeds : SeedsOfTests;
        long all = new Recorded(engine, () => ClassicPrograms.Make(program), long.MaxValue / 2).Executions;
        var recorded = new Recorded(engine, () => ClassicPrograms.Make(program), all / Probes);
        (ISubtreeSearch search, Tally tally) = recorded.Search();
        SearchState[] states = [.. recorded.States.Where(s => s.Visited < all)];
        Dictionary<int, List<ExecutionEstimate?>> estimates = new int[] { 20, 40, 60, 80, 95 }.ToDictionary(static p => p, static _ => new List<ExecutionEstimate?>());
        for (int seed = 1; seed <= seeds; seed++)
        {
            var mean = new ProbeMean();
            var draw = new SeededDraw(SplitMix.Mix((ulong)seed));
            for (int i = 0; i < states.Length; i++)
            {
                mean.Add(states[i].Visited, Recorded.Complete(new Probe(search, tally, states[i], new Strata(draw, Estimator.WidthOf(i)))));
                long next = i + 1 < states.Length ? states[i + 1].Visited : all;
                foreach ((int percent, List<ExecutionEstimate?> found) in estimates)
                {
                    if (states[i].Visited * 100 <= all * percent && next * 100 > all * percent)
                    {
                        found.Add(mean.Estimate(states[i].Visited));
                    }
                }
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {engine} | {program} | {all} | {seeds} | {string.Join(" | ", estimates.Values.Select(e => Text(e, all)))} |"));
        Assert.All(estimates.Values, e => Assert.Equal(seeds, e.Count));
        // 95 % of 20 seeds are 19, and it is one of hundreds of such numbers.
        Assert.All(estimates.Values, e => Assert.InRange(e.Count(x => Has(x, all)), 0.8 * seeds, seeds));
    }

    private static bool Has(ExecutionEstimate? estimate, long all) => estimate is not null && estimate.Low <= all * (1 + 1e-9) && estimate.High >= all * (1 - 1e-9);

    private static string Text(List<ExecutionEstimate?> estimates, long all)
    {
        double[] widths = [.. estimates.OfType<ExecutionEstimate>().Select(static e => e.High / e.Low).Order()];
        return string.Create(CultureInfo.InvariantCulture, $"{100.0 * estimates.Count(e => Has(e, all)) / estimates.Count:0} % ({widths[widths.Length / 2]:0.00})");
    }
}
