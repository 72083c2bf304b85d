using System.Globalization;
using Racewalk.Exploration.Walks;

namespace Racewalk.Exploration.Tests.Walks;

// What is drawn has the distribution that it should have. Seeds are fixed, so a test that passes does so always.
public sealed class DrawTests
{
    private const int Draws = 30_000;

    [Fact]
    public void Below_EveryBound_IsUniform()
    {
        for (int bound = 2; bound <= 33; bound++)
        {
            Assert.InRange(DeviationOfBelow(bound, bound), -ChiSquare.Suspicious, ChiSquare.Suspicious);
        }
    }

    [Fact]
    public void Below_RemainderOfASmallNumber_IsNoticed() =>
        // A mutant: six random bits and a remainder, which prefers the lower numbers by a part in five.
        Assert.True(DeviationOfBelow(12, 12, static random => (int)(random & 0x3f) % 12) > ChiSquare.Suspicious);

    [Fact]
    public void NextThread_SomeThreadsAble_IsUniform()
    {
        const uint Able = 0b1011_0010;
        var strategy = new RandomStrategy(3);
        Dictionary<int, long> counts = ChiSquare.Count(Enumerable.Range(0, Draws).Select(_ => strategy.NextThread(Able)));
        Assert.InRange(ChiSquare.DeviationFromUniform(counts, [1, 4, 5, 7]), -ChiSquare.Suspicious, ChiSquare.Suspicious);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Begin_PctPriorities_AreUniformPermutations(int threads)
    {
        const int Depth = 3;
        var strategy = new PctStrategy(7, threads, Depth);
        Dictionary<string, long> counts = ChiSquare.Count(Enumerable.Range(0, Draws).Select(_ =>
        {
            strategy.Begin();
            return Text(strategy.Priorities);
        }));
        string[] all = [.. Permutations([.. Enumerable.Range(Depth, threads)]).Select(static p => Text(p))];
        Assert.InRange(ChiSquare.DeviationFromUniform(counts, all), -ChiSquare.Suspicious, ChiSquare.Suspicious);
    }

    [Fact]
    public void Begin_PctChangePoints_AreUniformAndIndependent()
    {
        const int Steps = 11;
        var strategy = new PctStrategy(9, 2, 3);
        Walk(strategy, Steps);
        Assert.Equal(Steps, strategy.Steps);
        Dictionary<string, long> counts = ChiSquare.Count(Enumerable.Range(0, Draws).Select(_ =>
        {
            strategy.Begin();
            return Text(strategy.Changes);
        }));
        string[] all = [.. from a in Enumerable.Range(1, Steps) from b in Enumerable.Range(1, Steps) select Text([a, b])];
        Assert.InRange(ChiSquare.DeviationFromUniform(counts, all), -ChiSquare.Suspicious, ChiSquare.Suspicious);
    }

    [Fact]
    public void End_LongerWalk_BeginsToCountAnew()
    {
        var strategy = new PctStrategy(1, 2, 3);
        foreach (int steps in (int[])[5, 4, 5, 6, 3])
        {
            Walk(strategy, steps);
        }

        Assert.Equal((6, 1), (strategy.Steps, strategy.BoundRuns));
    }

    private static void Walk(PctStrategy strategy, int steps)
    {
        strategy.Begin();
        for (int i = 0; i < steps; i++)
        {
            strategy.NextThread(0b11);
        }

        strategy.End();
    }

    private static double DeviationOfBelow(int bound, int seed, Func<ulong, int>? draw = null)
    {
        var random = new SplitMix((ulong)seed);
        var counts = new Dictionary<int, long>();
        for (int i = 0; i < Draws; i++)
        {
            int drawn = draw is null ? random.Below(bound) : draw(random.Next());
            counts[drawn] = counts.GetValueOrDefault(drawn) + 1;
        }

        return ChiSquare.DeviationFromUniform(counts, [.. Enumerable.Range(0, bound)]);
    }

    public static IEnumerable<int[]> Permutations(int[] items) => items.Length == 0
        ? [[]]
        : items.SelectMany((first, i) => Permutations([.. items[..i], .. items[(i + 1)..]]).Select(rest => (int[])[first, .. rest]));

    private static string Text(ReadOnlySpan<int> numbers)
    {
        var text = new System.Text.StringBuilder();
        foreach (int number in numbers)
        {
            text.Append(number.ToString(CultureInfo.InvariantCulture)).Append(' ');
        }

        return text.ToString();
    }
}
