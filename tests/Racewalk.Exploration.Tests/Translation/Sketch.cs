using System.Globalization;
using Racewalk.Executions;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Exploration.Tests.Translation;

// A program and an outcome that a model allows or forbids. The outcome is a list of what was observed (r=1), of how many reads the walks of the last thread made (walks=2)
// and of final values of the entry of x (x=0).
internal sealed record Sketch(bool IsAllowed, string Exists, ThreadBody[] Threads, params (ulong Address, ulong Value)[] Initial)
{
    public const ulong EntryX = 0x10000;
    public const ulong EntryY = 0x10008;
    public const ulong Pmd = 0x30000;
    public const ulong OtherTable = 0x20000;
    public const ulong A = 0x50000;
    public const ulong A2 = 0x51000;
    public const ulong B = 0x52000;

    public CheckedProgram Program(params (ulong Address, ulong Value)[] defaults) => new()
    {
        Name = "sketch",
        Threads = Threads,
        IsTranslated = true,
        Initial = defaults.Concat(Initial).GroupBy(static i => i.Address).ToDictionary(static g => g.Key, static g => g.Last().Value),
    };

    public bool IsFoundIn(IEnumerable<string> outcomes) => outcomes.Any(o => Exists.Split(' ').All(o.Split(' ').Contains));

    // The outcomes, found with all invariants checked and without any bound, the same in both orders of threads.
    public static IReadOnlyCollection<string> OutcomesOf(CheckedProgram program, MemoryModel model)
    {
        int[] order = [.. Enumerable.Range(0, program.Threads.Count)];
        OutcomesWithState found = Explore(program, model, order);
        Assert.Equal(found.Counts, Explore(program, model, [.. order.Reverse()]).Counts);
        return found.Counts.Keys;
    }

    private static OutcomesWithState Explore(CheckedProgram program, MemoryModel model, int[] order)
    {
        var found = new OutcomesWithState();
        Assert.Empty(Explorer.Explore(program, model, found, new ExplorationOptions { ChecksInvariants = true, ThreadOrder = order }).Bounds);
        return found;
    }

    private sealed class OutcomesWithState : IExecutionVisitor
    {
        public SortedDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

        public bool Visit(IExecution execution)
        {
            if (execution.IsComplete)
            {
                var observed = new Outcomes("r", "s", "q");
                observed.Visit(execution);
                Execution e = execution.Snapshot();
                int walks = e.Threads[^1].Events.Count(id => e.Events[id].Kind == EventKind.Read && (e.Events[id].Operation.Access & Access.Walk) != 0);
                string outcome = string.Create(CultureInfo.InvariantCulture, $"{observed.Distinct.Single()} walks={walks} x={execution.Final(EntryX)}");
                Counts[outcome] = Counts.GetValueOrDefault(outcome) + 1;
            }

            return true;
        }
    }
}
