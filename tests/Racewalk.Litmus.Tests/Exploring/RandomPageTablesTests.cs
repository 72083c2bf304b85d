using System.Globalization;
using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Tests.Translation;
using Xunit.Abstractions;

namespace Racewalk.Litmus.Tests.Exploring;

/// <summary>What must be true of page tables whatever the test is, on random ones.</summary>
public sealed class RandomPageTablesTests(ITestOutputHelper output)
{
    private static readonly LitmusLimits s_limits = new(TimeSpan.FromSeconds(30));

    // With more threads than processors many tests are under way at once, and come to their time limit.
    private static readonly ParallelOptions s_parallel = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };

    // Where every page is mapped to itself and nobody changes that, there might as well be no page tables.
    [Fact]
    public void Check_TestsThatLeavePageTablesAlone_EndAsWithoutThem()
    {
        int compared = Compare(300, "AArch64", "vmsa", static (plain, translated) => plain.SequenceEqual(translated));

        Assert.InRange(compared, 280, 300);
    }

    // FEAT_ETS2 only orders more.
    [Fact]
    public void Check_WithEts2_AllowsNoMore()
    {
        int compared = Compare(120, "AArch64 vmsa", "ets2", static (without, with) => !with.Except(without).Any());

        Assert.InRange(compared, 90, 120);
    }

    private int Compare(int count, string dialect, string variant, Func<IEnumerable<string>, IEnumerable<string>, bool> agree)
    {
        int compared = 0;
        int fewer = 0;
        var differing = new List<int>();
        Parallel.For(0, count, s_parallel, seed =>
        {
            string text = RandomLitmus.Write(dialect, seed);
            LitmusResult first = PageTableTest.Check(text, s_limits);
            if (first.Bounds.Count > 0)
            {
                return;
            }

            LitmusResult second = PageTableTest.Check(text, s_limits, variant);
            if (second.Bounds.Count > 0)
            {
                return;
            }

            lock (differing)
            {
                compared++;
                fewer += first.States.Count != second.States.Count ? 1 : 0;
                if (!agree(first.States.Select(static s => s.Text), second.States.Select(static s => s.Text)))
                {
                    differing.Add(seed);
                }
            }
        });
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{compared} compared, {fewer} with another number of states"));
        Assert.Empty(differing);
        return compared;
    }
}
