using Racewalk.Exploration.Walks;
using Racewalk.Programs;
using static Racewalk.Exploration.Tests.Short;

namespace Racewalk.Exploration.Tests.Walks;

// How often walks at random build each execution, against what follows from all ways that the draws can go.
public sealed class WalkDistributionTests
{
    private const int Walks = 6000;

    private static readonly Dictionary<string, CheckedProgram> s_programs = new(StringComparer.Ordinal)
    {
        ["store buffering"] = Program(
            t => { t.Store(X, 1); t.Load(Y); },
            t => { t.Store(Y, 1); t.Load(X); }),
        ["message passing"] = Program(
            t => { t.Store(X, 1); t.Store(Y, 1); },
            t => { t.Load(Y); t.Load(X); },
            t => t.Store(X, 2)),
        ["a lock"] = Program(
            t => { t.Lock(X); t.Store(Y, 1); t.Unlock(X); },
            t => { t.Lock(X); t.Load(Y); t.Unlock(X); }),
        ["increments and a choice"] = Program(
            t => t.Increment(X),
            t => { if (t.Choose(3) == 1) { t.Exchange(X, 7); } },
            t => t.Load(X)),
        ["a wait for ever"] = Program(
            t => { t.Store(X, 1); t.Store(X, 2); },
            t => t.Await(X, AwaitKind.Equal, 1)),
        ["an interrupt"] = Program(
            [t => t.Store(X, 1)],
            t => { t.Send(1, 0); t.Load(X); },
            t => { t.Poll(); t.Store(X, 2); t.Poll(); }),
    };

    public static TheoryData<string, string> Runs
    {
        get
        {
            var runs = new TheoryData<string, string>();
            foreach (string program in s_programs.Keys.Order(StringComparer.Ordinal))
            {
                foreach (string engine in (string[])["sc", "tso", "armv8", Engines.ScByGraphs])
                {
                    runs.Add(program, engine);
                }
            }

            return runs;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Run_AtRandom_HasTheDistributionOfItsDraws(string program, string engine) =>
        Assert.InRange(Deviation(program, engine, new RandomStrategy(5)), -ChiSquare.Suspicious, ChiSquare.Suspicious);

    [Theory]
    [MemberData(nameof(Runs))]
    public void Run_OneDrawInThreeIsNone_IsNoticed(string program, string engine) =>
        Assert.True(Deviation(program, engine, new Lazy(new RandomStrategy(5))) > ChiSquare.Suspicious);

    private static double Deviation(string program, string engine, IWalkStrategy strategy)
    {
        IWalkSearch search = WalkSearches.Of(engine, s_programs[program]);
        var walk = new Walk(search, newestOnly: false);
        var probabilities = new Dictionary<UInt128, double>();
        var tree = new DecisionTree();
        do
        {
            Assert.True(walk.Run(tree, null));
            probabilities[search.Key()] = probabilities.GetValueOrDefault(search.Key()) + tree.Probability;
        }
        while (tree.Next());

        Assert.Equal(1, probabilities.Values.Sum(), 1e-9);
        Dictionary<UInt128, long> counts = ChiSquare.Count(Enumerable.Range(0, Walks).Select(_ =>
        {
            walk.Run(strategy, null);
            return search.Key();
        }));
        return ChiSquare.Deviation(counts, probabilities);
    }

    // A mutant: one time in three it takes the first of what there is.
    private sealed class Lazy(RandomStrategy random) : IWalkStrategy
    {
        private SplitMix _own = new(11);

        public void Begin() => random.Begin();

        public int NextThread(uint able)
        {
            int thread = random.NextThread(able);
            return _own.Below(3) == 0 ? System.Numerics.BitOperations.TrailingZeroCount(able) : thread;
        }

        public int NextAlternative(int count)
        {
            int alternative = random.NextAlternative(count);
            return _own.Below(3) == 0 ? 0 : alternative;
        }
    }
}
