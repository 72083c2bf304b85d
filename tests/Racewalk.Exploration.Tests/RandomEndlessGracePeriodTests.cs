using Racewalk.Executions;
using Racewalk.Models;
using Racewalk.Programs;
using Xunit.Abstractions;
using static Racewalk.Exploration.Tests.Short;

namespace Racewalk.Exploration.Tests;

/// <summary>
/// Random programs that wait inside and outside of sections and for grace periods, under SC: how they can end (who finished, who waits for ever, whether in a grace
/// period, the values left) for the explorer and for a machine that runs them.
/// </summary>
public sealed class RandomEndlessGracePeriodTests(ITestOutputHelper output)
{
    [Fact]
    public void Explore_RandomPrograms_EndsAsTheMachine()
    {
        int endless = 0;
        int deadlocks = 0;
        const int Programs = 3000;
        for (int seed = 0; seed < Programs; seed++)
        {
            var random = new Random(seed);
            List<Action<ThreadContext>>[] code = [.. Enumerable.Range(0, random.Next(2, 4)).Select(t => Thread(random, isUpdater: t == 0))];
            CheckedProgram program = Program([.. code.Select(static c => (ThreadBody)(t => c.ForEach(step => step(t))))]);
            var machine = new GracePeriodMachine(program);
            machine.Run();
            int[] order = [.. Enumerable.Range(0, code.Length)];
            random.Shuffle(order);
            foreach (bool byGraphs in (bool[])[false, true])
            {
                var ends = new Ends();
                var options = new ExplorationOptions { ThreadOrder = order, ChecksInvariants = true };
                ExplorationResult result = byGraphs
                    ? Explorer.Explore(program, new ScModel(), ends, options)
                    : Explorer.Explore(program, MemoryModel.Sc, ends, options);
                Assert.True(result.IsExhaustive);
                string text = string.Join(" || ", program.Threads.Select(Text));
                Assert.True(
                    machine.Ends.SetEquals(ends.Found),
                    $"seed {seed}, graphs {byGraphs}, {text}: machine {string.Join(" | ", machine.Ends)}; explorer {string.Join(" | ", ends.Found)}");
            }

            endless += machine.Ends.Any(static e => e.EndsWith("endless", StringComparison.Ordinal)) ? 1 : 0;
            deadlocks += machine.Ends.Any(static e => e.Contains('B', StringComparison.Ordinal) && !e.EndsWith("endless", StringComparison.Ordinal)) ? 1 : 0;
        }

        output.WriteLine($"{Programs} programs, {endless} with a grace period that may never end, {deadlocks} with another deadlock");
        Assert.True(endless > Programs / 20);
        Assert.True(deadlocks > Programs / 20);
    }

    // What a thread does where everything that it reads is 0 and no wait ends it.
    private static string Text(ThreadBody body)
    {
        var recorder = new Recorder();
        new ThreadContext(recorder, 0).Run(body);
        return string.Join("; ", recorder.Operations);
    }

    private static List<Action<ThreadContext>> Thread(Random random, bool isUpdater)
    {
        List<Action<ThreadContext>> code = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Access(random))];
        // A grace period in its own section, after which nothing comes, is not seen by the axioms; the machine finds it by itself (DisciplineTests).
        int last = code.Count;
        if (!isUpdater || random.Next(4) == 0)
        {
            int first = random.Next(code.Count);
            code.Insert(random.Next(first + 1, code.Count + 1), static t => t.Fence(FenceKind.RcuUnlock));
            code.Insert(first, static t => t.Fence(FenceKind.RcuLock));
            last = first;
        }

        if (isUpdater || random.Next(4) == 0)
        {
            code.Insert(random.Next(2) == 0 && last < code.Count ? code.Count : random.Next(last + 1), static t => t.Fence(FenceKind.SyncRcu));
        }

        return code;
    }

    private static Action<ThreadContext> Access(Random random)
    {
        ulong address = random.Next(2) == 0 ? X : Y;
        ulong value = (ulong)random.Next(1, 3);
        return random.Next(5) switch
        {
            0 => t => t.Await(address, AwaitKind.Equal, value),
            1 => t => t.Await(address, AwaitKind.NotEqual, 0),
            2 => t => StoreIfZero(t, address, value),
            _ => t => t.Store(address, value),
        };
    }

    private static void StoreIfZero(ThreadContext t, ulong address, ulong value)
    {
        if (t.Load(address) == 0)
        {
            t.Store(address, value);
        }
    }

    private sealed class Recorder : IOperationSink
    {
        public List<string> Operations { get; } = [];

        public bool TryPerform(in Operation operation, List<Note> notes, out ulong value)
        {
            string location = operation.Address == X ? "x" : "y";
            Operations.Add(operation.Kind switch
            {
                OperationKind.Fence => operation.Fence.ToString(),
                OperationKind.Read when operation.Await != AwaitKind.None => $"await {location} {operation.Await} {operation.AwaitOperand}",
                OperationKind.Read => $"read {location}",
                OperationKind.Write => $"{location}={operation.Operand}",
                var kind => kind.ToString(),
            });
            value = 0;
            return true;
        }
    }

    private sealed class Ends : IExecutionVisitor
    {
        public SortedSet<string> Found { get; } = new(StringComparer.Ordinal);

        public bool Visit(IExecution execution)
        {
            if (execution.IsComplete || execution.IsDeadlock)
            {
                string threads = string.Concat(Enumerable.Range(0, execution.ThreadCount).Select(t => execution.Status(t) == ThreadStatus.Finished ? 'F' : 'B'));
                Found.Add($"{threads} x={execution.Final(X)} y={execution.Final(Y)}{(execution.WaitingReaders.Count > 0 ? " endless" : "")}");
            }

            return true;
        }
    }
}
