using Racewalk.Executions;

namespace Racewalk.Models.Tests;

/// <summary>Sets of events against the framework's sets of numbers; what the search does with them is at stake in every word of 64 events.</summary>
public sealed class EventSetTests
{
    public static TheoryData<int> Spans => [1, 64, 65, 128, 192, 193, EventSet.Capacity];

    [Theory]
    [MemberData(nameof(Spans))]
    public void AddAndRemove_AnySlots_AreThoseOfASortedSet(int span)
    {
        var random = new SplitMix64((ulong)span);
        EventSet set = default;
        var expected = new SortedSet<int>();
        for (int step = 0; step < 2000; step++)
        {
            int slot = random.Below(span);
            if (random.Percent(expected.Count < 5 ? 70 : 45))
            {
                set.Add(slot);
                expected.Add(slot);
            }
            else
            {
                set.Remove(slot);
                expected.Remove(slot);
            }

            Assert.Equal(expected.Contains(slot), set.Contains(slot));
            AssertSame(expected, set);
        }
    }

    [Theory]
    [MemberData(nameof(Spans))]
    public void UnionIntersectionDifference_AnyTwo_AreThoseOfSortedSets(int span)
    {
        var random = new SplitMix64((ulong)span + 1000);
        for (int round = 0; round < 300; round++)
        {
            (EventSet a, SortedSet<int> x) = Make(random, span);
            (EventSet b, SortedSet<int> y) = Make(random, span);
            AssertSame(x.Union(y).Order(), a | b);
            AssertSame(x.Intersect(y).Order(), a & b);
            AssertSame(x.Except(y).Order(), a - b);
            Assert.Equal(x.SetEquals(y), a == b);
            Assert.Equal(!x.SetEquals(y), a != b);
        }
    }

    private static (EventSet Set, SortedSet<int> Expected) Make(SplitMix64 random, int span)
    {
        EventSet set = default;
        var expected = new SortedSet<int>();
        for (int i = random.Below(8); i > 0; i--)
        {
            int slot = random.Below(span);
            set.Add(slot);
            expected.Add(slot);
        }

        return (set, expected);
    }

    private static void AssertSame(IEnumerable<int> expected, EventSet set)
    {
        var slots = new List<int>();
        foreach (int slot in set)
        {
            slots.Add(slot);
        }

        Assert.Equal(expected, slots);
        Assert.Equal(slots.Count, set.Count);
        Assert.Equal(slots.Count == 0, set.IsEmpty);
        Assert.Equal(slots.Count == 0 ? -1 : slots[^1], set.Last);
    }
}
