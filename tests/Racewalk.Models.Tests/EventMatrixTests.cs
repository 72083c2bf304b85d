using Racewalk.Executions;

namespace Racewalk.Models.Tests;

/// <summary>Relations as bit matrices, against sets of pairs, around the sizes at which a row gets another word.</summary>
public sealed class EventMatrixTests
{
    public static TheoryData<int> Counts => [0, 1, 2, 7, 33, 63, 64, 65, 128, 130];

    [Theory]
    [MemberData(nameof(Counts))]
    public void Operations_are_those_on_sets_of_pairs(int count)
    {
        var random = new SplitMixRandom((ulong)count);
        for (int round = 0; round < 5; round++)
        {
            (EventMatrix a, HashSet<(int, int)> pairsA) = Relation(random, count);
            (EventMatrix b, HashSet<(int, int)> pairsB) = Relation(random, count);
            (EventBits s, HashSet<int> events) = Set(random, count);
            (EventBits t, HashSet<int> others) = Set(random, count);
            ILookup<int, int> after = pairsB.ToLookup(p => p.Item1, p => p.Item2);

            Same(pairsA.Union(pairsB), a, m => m.UnionWith(b));
            Same(pairsA.Intersect(pairsB), a, m => m.IntersectWith(b));
            Same(pairsA.Except(pairsB), a, m => m.ExceptWith(b));
            Same(All(count).Except(pairsA), a, m => m.Complement());
            Same(pairsA.Union(Enumerable.Range(0, count).Select(i => (i, i))), a, m => m.UnionWithIdentity());
            Same(pairsA.Select(p => (p.Item2, p.Item1)), a, m => m.SetToInverse(a));
            Same(pairsA.SelectMany(p => after[p.Item2].Select(to => (p.Item1, to))), a, m => m.SetToComposition(a, b));
            Same(events.SelectMany(x => others.Select(y => (x, y))), a, m => m.SetToProduct(s, t));
            Same(events.Select(x => (x, x)), a, m => m.SetToIdentity(s));
            Same(pairsA.Where(p => events.Contains(p.Item1)), a, m => m.RestrictDomain(s));
            Same(pairsA.Where(p => events.Contains(p.Item2)), a, m => m.RestrictRange(s));
            Same(All(count), a, m => m.Fill());
            a.DomainTo(s);
            Assert.Equal(pairsA.Select(p => p.Item1).Distinct().Order(), s.Events());
            a.RangeTo(s);
            Assert.Equal(pairsA.Select(p => p.Item2).Distinct().Order(), s.Events());
            Assert.Equal(pairsA.IsSubsetOf(pairsB), a.IsSubsetOf(b));
            Assert.Equal((pairsA.Count, pairsA.Count == 0), (a.Size, a.IsEmpty));
            Assert.Equal(pairsA.All(p => p.Item1 != p.Item2), a.IsIrreflexive);
        }
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Closures_and_cycles_agree(int count)
    {
        var random = new SplitMixRandom((ulong)(count + 1000));
        int cyclic = 0;
        for (int round = 0; round < 40; round++)
        {
            (EventMatrix matrix, HashSet<(int, int)> pairs) = Relation(random, count, 4);
            var closure = new EventMatrix(count);
            closure.CopyFrom(matrix);
            closure.CloseTransitively();

            Assert.Equal(Reachable(pairs, count), closure.Pairs());
            Assert.Equal(closure.IsIrreflexive, matrix.IsAcyclic());
            Assert.Equal(!closure.IsIrreflexive, matrix.TryFindCycle(out List<int>? cycle));
            if (cycle is not null)
            {
                cyclic++;
                Assert.All(Enumerable.Range(0, cycle.Count), i => Assert.True(matrix[cycle[i], cycle[(i + 1) % cycle.Count]]));
                Assert.Equal(cycle.Count, cycle.Distinct().Count());
            }
        }

        Assert.True(count < 2 || cyclic is > 0 and < 40, $"{cyclic} of 40 have a cycle");
    }

    [Fact]
    public void A_shortest_cycle_and_a_shortest_path_are_found()
    {
        var matrix = new EventMatrix(70);
        foreach ((int from, int to) in new[] { (0, 1), (1, 2), (2, 3), (3, 0), (65, 66), (66, 65), (3, 65) })
        {
            matrix.Add(from, to);
        }

        Assert.True(matrix.TryFindCycle(out List<int>? cycle));
        Assert.Equal([65, 66], cycle);
        Assert.True(matrix.TryFindPath(1, 66, out List<int>? path));
        Assert.Equal([1, 2, 3, 65, 66], path);
        Assert.False(matrix.TryFindPath(66, 1, out _));
        Assert.True(matrix.TryFindPath(1, 1, out path));
        Assert.Equal([1, 2, 3, 0, 1], path);
    }

    [Fact]
    public void A_set_is_gone_through_in_order()
    {
        var set = new EventBits(130);
        foreach (int i in new[] { 0, 63, 64, 100, 129 })
        {
            set.Add(i);
        }

        Assert.Equal([0, 63, 64, 100, 129], set.Events());
        Assert.Equal((5, 64, 129, -1), (set.Size, set.Next(64), set.Next(101), new EventBits(5).Next(0)));
        set.Remove(64);
        Assert.False(set[64]);
        set.Reset(3);
        Assert.True(set.IsEmpty);
        set.Fill();
        Assert.Equal([0, 1, 2], set.Events());
    }

    [Fact]
    public void Sizes_that_differ_and_events_that_do_not_exist_are_refused()
    {
        var matrix = new EventMatrix(3);

        Assert.Throws<ArgumentException>(() => matrix.UnionWith(new EventMatrix(4)));
        Assert.Throws<ArgumentException>(() => matrix.RestrictDomain(new EventBits(2)));
        Assert.Throws<ArgumentException>(() => matrix.SetToInverse(matrix));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix[0, 3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EventBits(3)[3]);
        Assert.Throws<ArgumentException>(() => new EventBits(3).UnionWith(new EventBits(64)));
    }

    private static void Same(IEnumerable<(int, int)> expected, EventMatrix start, Action<EventMatrix> operation)
    {
        var matrix = new EventMatrix(start.Count);
        matrix.CopyFrom(start);
        operation(matrix);
        Assert.Equal(expected.Distinct().Order(), matrix.Pairs());
    }

    private static IEnumerable<(int, int)> All(int count) =>
        Enumerable.Range(0, count).SelectMany(i => Enumerable.Range(0, count).Select(j => (i, j)));

    private static IEnumerable<(int, int)> Reachable(HashSet<(int, int)> pairs, int count)
    {
        ILookup<int, int> after = pairs.ToLookup(p => p.Item1, p => p.Item2);
        for (int start = 0; start < count; start++)
        {
            var seen = new SortedSet<int>();
            var pending = new Stack<int>(after[start]);
            while (pending.TryPop(out int next))
            {
                if (seen.Add(next))
                {
                    foreach (int further in after[next])
                    {
                        pending.Push(further);
                    }
                }
            }

            foreach (int end in seen)
            {
                yield return (start, end);
            }
        }
    }

    private static (EventMatrix, HashSet<(int, int)>) Relation(Random random, int count, double degree = 1.5)
    {
        var matrix = new EventMatrix(count);
        var pairs = new HashSet<(int, int)>();
        foreach ((int from, int to) in All(count))
        {
            // Few edges lead back, so that there are cycles in some and none in others.
            double chance = from < to || degree < 2 ? degree / count : 1.0 / count / count;
            if (random.NextDouble() < chance)
            {
                matrix.Add(from, to);
                pairs.Add((from, to));
            }
        }

        return (matrix, pairs);
    }

    private static (EventBits, HashSet<int>) Set(Random random, int count)
    {
        var set = new EventBits(count);
        HashSet<int> events = [.. Enumerable.Range(0, count).Where(_ => random.Next(2) == 0)];
        foreach (int index in events)
        {
            set.Add(index);
        }

        return (set, events);
    }
}
