using System.Globalization;
using Racewalk.Litmus.Syntax;
using Racewalk.Models;
using Xunit.Abstractions;

namespace Racewalk.Litmus.Tests.Exploring;

/// <summary>The two engines on random litmus tests: what the explorer takes must come out the same, and what it says that it may not have found all of must be no more.</summary>
public sealed class RandomLitmusTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    // For longer runs: the first seed, and how many times as many tests.
    private static readonly int s_first = Number("RACEWALK_RANDOM_FIRST", 0);
    private static readonly int s_times = Number("RACEWALK_RANDOM_TIMES", 1);

    [Theory]
    [InlineData("X86", "tso", 600)]
    [InlineData("X86", "sc", 300)]
    [InlineData("AArch64", "armv8", 600)]
    [InlineData("AArch64", "tso", 200)]
    [InlineData("PPC", "power", 600)]
    [InlineData("PPC", "sc", 200)]
    [InlineData("C", "lkmm", 600)]
    [InlineData("C", "sc", 200)]
    public void Check_RandomTests_EnginesAgree(string dialect, string model, int count)
    {
        count *= s_times;
        Compared[] compared = Compare(dialect, model, count, s_limit);

        Assert.DoesNotContain(compared, static c => c.Outcome is Outcome.Differs or Outcome.Refused || c.What.Contains(EngineComparison.TooMuch, StringComparison.Ordinal));
        Assert.InRange(compared.Count(static c => c.Outcome == Outcome.Agrees), count * 9 / 20, count);
    }

    /// <summary>Of page tables there are so many candidates that some tests are cut; then nothing is compared.</summary>
    [Theory]
    [InlineData("AArch64 vmsa", "armv8", 160)]
    [InlineData("X86_64 vmsa", "tso", 600)]
    [InlineData("PPC vmsa", "power", 300)]
    public void Check_RandomPageTables_EnginesAgree(string dialect, string model, int count)
    {
        count *= s_times;
        Compared[] compared = Compare(dialect, model, count, TimeSpan.FromSeconds(1));

        // Locked arithmetic on descriptors makes more values than the dialects take.
        Assert.DoesNotContain(compared, static c => c.Outcome is Outcome.Differs || (c.Outcome is Outcome.Refused && !c.What.Contains(" values ", StringComparison.Ordinal)));
        Assert.InRange(compared.Count(static c => c.Outcome == Outcome.Agrees), count / 2, count);
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : otherwise;

    private Compared[] Compare(string dialect, string model, int count, TimeSpan limit)
    {
        var compared = new Compared[count];
        Parallel.For(0, count, i =>
        {
            int seed = s_first + i;
            var source = new SourceText(seed.ToString(CultureInfo.InvariantCulture), RandomLitmus.Write(dialect, seed));
            compared[i] = EngineComparison.Compare(source, MemoryModel.All.Single(m => m.Name == model), limit);
        });

        foreach (IGrouping<Outcome, Compared> group in compared.GroupBy(static c => c.Outcome).OrderBy(static g => g.Key))
        {
            output.WriteLine($"{group.Key}: {group.Count()}");
        }

        foreach (Compared c in compared.Where(static c => c.Outcome is Outcome.Differs or Outcome.Refused).Take(5))
        {
            output.WriteLine($"{c.Outcome}: {c.What}\n{RandomLitmus.Write(dialect, int.Parse(c.File, CultureInfo.InvariantCulture))}");
        }

        return compared;
    }
}
