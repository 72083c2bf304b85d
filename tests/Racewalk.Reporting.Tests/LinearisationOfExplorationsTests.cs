using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Models;
using Racewalk.Programs;
using Racewalk.Reporting.Order;

namespace Racewalk.Reporting.Tests;

/// <summary>Linearises every execution of small random programs.</summary>
public sealed class LinearisationOfExplorationsTests
{
    [Fact]
    public void Of_SequentiallyConsistent_IsAnInterleavingWithTheFewestSwitches()
    {
        foreach (Execution execution in Executions(MemoryModel.Sc, 60))
        {
            Linearisation linearisation = Linearisation.Of(execution, "sc");
            Assert.True(linearisation.Swapped.Count == 0, Text(execution));
            Assert.Equal(0, StaleReads(execution, linearisation.Order));
            Assert.Equal(FewestByTrying(execution), linearisation.ContextSwitches);
        }
    }

    [Fact]
    public void Of_Tso_SwapsOnlyStoresWithLaterLoads()
    {
        int swapped = 0;
        foreach (Execution execution in Executions(MemoryModel.Tso, 200))
        {
            Linearisation linearisation = Linearisation.Of(execution, "tso");
            Assert.Equal(linearisation.Swapped.Count > 0, StaleReads(execution, linearisation.Order) > 0);
            foreach (SwappedAccesses swap in linearisation.Swapped)
            {
                swapped++;
                Assert.Equal(EventKind.Write, execution.Events[swap.First].Kind);
                Assert.Equal(EventKind.Read, execution.Events[swap.Second].Kind);
                Assert.All(swap.AlsoUnordered, pair => Assert.Equal(EventKind.Write, execution.Events[pair.First].Kind));
            }
        }

        Assert.True(swapped > 20, $"only {swapped} swaps: the programs are too tame to test anything");
    }

    private static string Text(Execution execution) => string.Join("\n", execution.Events.Select(static e => FormattableString.Invariant(
        $"{e.Id}: T{e.Thread}.{e.Index} {e.Kind} [{e.Operation.Address}] = {e.Value} rf {e.ReadsFrom} co {e.Coherence} rmw {e.RmwPartner}")));

    // Every execution is also checked to keep program order and to show reads below their writes.
    private static int StaleReads(Execution execution, IReadOnlyList<int> order)
    {
        Assert.Equal(execution.Events.Count, order.Distinct().Count());
        int[] place = new int[order.Count];
        for (int i = 0; i < order.Count; i++)
        {
            place[order[i]] = i;
        }

        foreach (ExecutionThread thread in execution.Threads)
        {
            Assert.Equal(thread.Events, thread.Events.OrderBy(id => place[id]));
        }

        int stale = 0;
        var newest = new Dictionary<ulong, int>();
        foreach (ExecutionEvent e in order.Select(id => execution.Events[id]))
        {
            ulong address = e.Operation.Address;
            if (e.Kind == EventKind.Write)
            {
                newest[address] = Math.Max(newest.GetValueOrDefault(address), e.Coherence);
            }
            else if (e.Kind == EventKind.Read)
            {
                int source = e.ReadsFrom < 0 ? 0 : execution.Events[e.ReadsFrom].Coherence;
                Assert.True(e.ReadsFrom < 0 || place[e.ReadsFrom] < place[e.Id]);
                stale += source < newest.GetValueOrDefault(address) ? 1 : 0;
            }
        }

        return stale;
    }

    // Tries all interleavings that give the execution, two adjacent events of a read-modify-write as one.
    private static int FewestByTrying(Execution execution)
    {
        int best = int.MaxValue;
        Try(new int[execution.Threads.Count], new Dictionary<ulong, int>(), -1, 0);
        return best;

        void Try(int[] done, Dictionary<ulong, int> memory, int last, int switches)
        {
            if (switches >= best)
            {
                return;
            }

            if (done.Select((d, t) => d == execution.Threads[t].Events.Count).All(static finished => finished))
            {
                best = switches;
                return;
            }

            for (int thread = 0; thread < done.Length; thread++)
            {
                if (done[thread] == execution.Threads[thread].Events.Count)
                {
                    continue;
                }

                ExecutionEvent e = execution.Events[execution.Threads[thread].Events[done[thread]]];
                ulong address = e.Operation.Address;
                int now = memory.GetValueOrDefault(address);
                bool fits = e.Kind switch
                {
                    EventKind.Read => now == (e.ReadsFrom < 0 ? 0 : execution.Events[e.ReadsFrom].Coherence),
                    EventKind.Write => now == e.Coherence - 1,
                    _ => true,
                };
                if (fits)
                {
                    var after = new Dictionary<ulong, int>(memory);
                    if (e.Kind == EventKind.Write)
                    {
                        after[address] = e.Coherence;
                    }

                    int[] next = [.. done];
                    next[thread]++;
                    Try(next, after, thread, switches + (last >= 0 && last != thread ? 1 : 0));
                }
            }
        }
    }

    private static IEnumerable<Execution> Executions(MemoryModel model, int programs)
    {
        for (int seed = 1; seed <= programs; seed++)
        {
            var random = new SmallRandom((uint)seed);
            (int Kind, ulong Address)[][] threads =
            [
                .. Enumerable.Range(0, 2 + random.Next(2)).Select(_ => Enumerable.Range(0, 2 + random.Next(2))
                    .Select(_ => (random.Next(7), 1 + (ulong)random.Next(2))).ToArray()),
            ];
            var collector = new Collector();
            Explorer.Explore(
                new CheckedProgram { Name = "random", Threads = [.. threads.Select(static (code, t) => Body(code, t))] }, model, collector);
            foreach (Execution execution in collector.Kept)
            {
                yield return execution;
            }
        }
    }

    private static ThreadBody Body((int Kind, ulong Address)[] code, int thread) => context =>
    {
        for (int i = 0; i < code.Length; i++)
        {
            switch (code[i].Kind)
            {
                case 0 or 1 or 2:
                    context.Load(code[i].Address);
                    break;
                case 3 or 4 or 5:
                    context.Store(code[i].Address, (ulong)((thread * 10) + i + 1));
                    break;
                default:
                    context.Rmw(RmwKind.Add, code[i].Address, 100, 0, Access.Atomic);
                    break;
            }
        }
    };

    private sealed class Collector : IExecutionVisitor
    {
        public List<Execution> Kept { get; } = [];

        public bool Visit(IExecution execution)
        {
            if (Kept.Count < 40)
            {
                Kept.Add(execution.Snapshot());
            }

            return true;
        }
    }

    // xorshift32: the same programs on every machine and version.
    private sealed class SmallRandom(uint seed)
    {
        private uint _state = seed * 2654435761u;

        public int Next(int below)
        {
            _state ^= _state << 13;
            _state ^= _state >> 17;
            _state ^= _state << 5;
            return (int)(_state % (uint)below);
        }
    }
}
