using Racewalk.Exploration;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Machine.Tests;

/// <summary>Explores programs on machines with grace periods and keeps what they observed.</summary>
internal sealed class RcuRun : IExecutionVisitor
{
    private readonly string[] _names;

    private RcuRun(string[] names) => _names = names;

    public SortedSet<string> Outcomes { get; } = new(StringComparer.Ordinal);

    public int Complete { get; private set; }

    public int Deadlocks { get; private set; }

    public SortedSet<string> Failures { get; } = new(StringComparer.Ordinal);

    /// <summary>Explores.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="names">What is observed, in whichever thread.</param>
    /// <param name="heads">The heads for call_rcu.</param>
    /// <param name="functions">Functions of interrupts; none if nobody is interrupted.</param>
    /// <param name="tasks">The tasks.</param>
    public static RcuRun Explore(string architecture, string[] names, RcuHead[] heads, IpiFunction[] functions, params Action<Cpu>[] tasks)
    {
        CheckedMachine known = LoweringTests.MachineOf(architecture);
        var machine = new CheckedMachine(known.Architecture, tasks.Length)
        {
            HasGracePeriods = true,
            RcuHeads = heads,
            Functions = functions,
            Interruptible = functions.Length > 0 ? ulong.MaxValue : 0,
        };
        var program = new CheckedProgram
        {
            Name = "rcu",
            Threads = [.. tasks.Select(machine.Task), .. machine.RcuThreads],
            Handlers = functions.Length + heads.Length > 0 ? machine.Handlers : [],
        };
        var run = new RcuRun(names);
        ExplorationResult result = Explorer.Explore(program, MemoryModel.All.Single(m => m.Name == machine.Architecture.DefaultModel), run);
        Assert.Empty(result.Bounds);
        return run;
    }

    public bool Visit(IExecution execution)
    {
        for (int t = 0; t < execution.ThreadCount; t++)
        {
            if (execution.Failure(t) is { } failure)
            {
                Failures.Add(failure.Message);
            }
        }

        if (execution.IsComplete)
        {
            Complete++;
            Outcomes.Add(string.Join(' ', _names.Select(n => $"{n}={Observed(execution, n)}")));
        }
        else if (execution.IsDeadlock)
        {
            Deadlocks++;
        }

        return true;
    }

    private static string Observed(IExecution execution, string name)
    {
        for (int t = 0; t < execution.ThreadCount; t++)
        {
            if (execution.TryGetObserved(t, name, out ulong value))
            {
                return value.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        return "-";
    }
}
