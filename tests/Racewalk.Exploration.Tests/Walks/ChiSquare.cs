namespace Racewalk.Exploration.Tests.Walks;

// Pearson's test: whether counts are those of a distribution.
internal static class ChiSquare
{
    // Beyond this a good generator comes once in some 30,000 tests.
    public const double Suspicious = 4;

    // How many standard deviations the counts are further from the distribution than counts are on average (Wilson and Hilferty's approximation).
    public static double Deviation<T>(IReadOnlyDictionary<T, long> observed, IReadOnlyDictionary<T, double> probabilities)
        where T : notnull
    {
        Assert.All(observed.Keys, key => Assert.Contains(key, probabilities));
        long draws = observed.Values.Sum();
        double sum = 0;
        int cells = 0;
        double rareExpected = 0;
        long rareObserved = 0;
        foreach ((T key, double probability) in probabilities)
        {
            double expected = probability * draws;
            long count = observed.GetValueOrDefault(key);
            if (expected < 5)
            {
                // Too few to be normally distributed; together they may be enough.
                rareExpected += expected;
                rareObserved += count;
                continue;
            }

            sum += (count - expected) * (count - expected) / expected;
            cells++;
        }

        if (rareExpected >= 5)
        {
            sum += (rareObserved - rareExpected) * (rareObserved - rareExpected) / rareExpected;
            cells++;
        }

        double degrees = cells - 1;
        Assert.True(degrees >= 1, "one outcome only says nothing");
        double variance = 2 / (9 * degrees);
        return (Math.Cbrt(sum / degrees) - (1 - variance)) / Math.Sqrt(variance);
    }

    public static double DeviationFromUniform<T>(IReadOnlyDictionary<T, long> observed, IReadOnlyCollection<T> outcomes)
        where T : notnull => Deviation(observed, outcomes.ToDictionary(static o => o, _ => 1.0 / outcomes.Count));

    public static Dictionary<T, long> Count<T>(IEnumerable<T> draws)
        where T : notnull
    {
        var counts = new Dictionary<T, long>();
        foreach (T draw in draws)
        {
            counts[draw] = counts.GetValueOrDefault(draw) + 1;
        }

        return counts;
    }
}
